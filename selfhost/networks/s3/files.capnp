# The S3 service may have a public address.
using Workerd = import "/workerd/workerd.capnp";

const network :Workerd.Network = (allow = ["private", "public"], tlsOptions = (trustBrowserCas = true));
