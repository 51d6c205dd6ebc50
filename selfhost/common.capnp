# What the processes have in common.
using Workerd = import "/workerd/workerd.capnp";

# A small young generation: with a larger one, what waits outside of V8's heap for a collection grows to hundreds of
# megabytes under load, for the same processor time (docs/benchmarks.md).
const v8Flags :List(Text) = ["--min-semi-space-size=8", "--max-semi-space-size=8"];

const gatewayService :Workerd.Service =
  (name = "pg-gateway", external = (http = ()));

# What Durable Objects keep. The launcher gives the path.
const objects :Workerd.Service = (name = "objects", disk = (writable = true));

const nothing :Workerd.Service = (name = "nothing", network = (allow = []));
