# The service that has the bucket may have a public address.
using Workerd = import "/workerd/workerd.capnp";

const network :Workerd.Network = (allow = ["private", "public"], tlsOptions = (trustBrowserCas = true));
