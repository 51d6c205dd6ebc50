# Shared by the processes.
using Workerd = import "/workerd/workerd.capnp";

# A small young generation. With a larger one, memory outside V8's heap that waits for a collection grows to hundreds of
# megabytes under load, for the same processor time (docs/benchmarks.md).
const v8Flags :List(Text) = ["--min-semi-space-size=8", "--max-semi-space-size=8"];

const gatewayService :Workerd.Service =
  (name = "pg-gateway", external = (http = ()));

# The storage of Durable Objects. The launcher sets the path.
const objects :Workerd.Service = (name = "objects", disk = (writable = true));

const nothing :Workerd.Service = (name = "nothing", network = (allow = []));
