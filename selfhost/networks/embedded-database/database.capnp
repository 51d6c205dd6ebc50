# The embedded Postgres is on this machine: no public address can be reached.
using Workerd = import "/workerd/workerd.capnp";

const network :Workerd.Network = (allow = ["private"]);
