# The embedded Postgres is on this machine, so workers can reach no public address.
using Workerd = import "/workerd/workerd.capnp";

const network :Workerd.Network = (allow = ["private"]);
