# Files are in a directory, so storage can reach no address.
using Workerd = import "/workerd/workerd.capnp";

const network :Workerd.Network = (allow = []);
