// The contracts as Node programs use them: clients loaded from protos/, and the reason of an error out of its details.

import { fileURLToPath } from "node:url";

import grpc from "@grpc/grpc-js";
import protoLoader from "@grpc/proto-loader";
import protobuf from "protobufjs";

const protos = fileURLToPath(new URL("../../../protos", import.meta.url));
const services = [
  "persona/registry/v1/registry_service.proto",
  "persona/registry/v1/identity_service.proto",
  "persona/analyzer/v1/analyzer_service.proto",
];

/** The packages of the contracts, with a client class for each service. Field names are those of the contract. */
export function loadContracts() {
  const includeDirs = [protos, `${protos}/third_party`];
  const definition = protoLoader.loadSync(services, { includeDirs, keepCase: true, longs: Number, enums: String });
  return grpc.loadPackageDefinition(definition).persona;
}

/** Call a unary method of a client; an error has `reason` and `metadata` beside what gRPC gives. */
export function call(client, method, request, metadata = new grpc.Metadata()) {
  const deadline = new Date(Date.now() + 30_000);
  return new Promise((resolve, reject) => {
    client[method](request, metadata, { deadline }, (error, response) => {
      if (error) reject(Object.assign(error, { info: errorInfo(error) }));
      else resolve(response);
    });
  });
}

/** Metadata that carries an access token. */
export function bearer(token) {
  const metadata = new grpc.Metadata();
  metadata.set("authorization", `Bearer ${token}`);
  return metadata;
}

/** The ErrorInfo in the details of a failed call; null if there is none. */
function errorInfo(error) {
  const [packed] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (!packed) return null;
  const types = errorTypes();
  const status = types.lookupType("google.rpc.Status").decode(packed);
  const detail = status.details.find((each) => each.type_url.endsWith("/google.rpc.ErrorInfo"));
  return detail ? types.lookupType("google.rpc.ErrorInfo").decode(detail.value).toJSON() : null;
}

function errorTypes() {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => `${protos}/third_party/${target}`;
  return root.loadSync(["google/rpc/status.proto", "google/rpc/error_details.proto"], { keepCase: true });
}
