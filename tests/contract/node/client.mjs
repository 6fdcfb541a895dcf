// One tour of the services from Node: exchange the key, create a persona, add samples, read the voice, score a draft, meet an
// error, and delete the persona again. Prints what came back as one JSON object.
//
//   node client.mjs DIRECTORY     a folder with posts/*.md and draft.md
//
// Addresses and key: PERSONA_REGISTRY_ADDRESS, PERSONA_ANALYZER_ADDRESS, PERSONA_API_KEY.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import grpc from "@grpc/grpc-js";

import { bearer, call, loadContracts } from "./contract.mjs";

const UNKNOWN_PERSONA = "00000000-0000-7000-8000-000000000000";

async function tour(directory, env) {
  const { registry, analyzer } = connect(env);
  const { access_token: token } = await call(registry.identity, "ExchangeApiKey", { api_key: env.PERSONA_API_KEY });
  const signed = bearer(token);
  const { persona } = await call(registry.personas, "CreatePersona", { display_name: "Written from Node" }, signed);
  try {
    const added = await call(analyzer, "AddSamples", { persona_id: persona.id, samples: posts(directory) }, signed);
    const { fingerprint } = await call(analyzer, "GetFingerprint", { persona_id: persona.id }, signed);
    const text = readFileSync(join(directory, "draft.md"), "utf8");
    const { score } = await call(analyzer, "ScoreText", { persona_id: persona.id, text }, signed);
    const error = await failure(call(registry.personas, "GetPersona", { persona_id: UNKNOWN_PERSONA }, signed));
    const unsigned = await failure(call(registry.personas, "ListPersonas", {}));
    return { persona, added, fingerprint, score, error, unsigned };
  } finally {
    await call(registry.personas, "DeletePersona", { persona_id: persona.id }, signed);
    for (const client of [registry.identity, registry.personas, analyzer]) client.close();
  }
}

function connect(env) {
  const contracts = loadContracts();
  const credentials = grpc.credentials.createInsecure();
  const registryAddress = env.PERSONA_REGISTRY_ADDRESS;
  return {
    registry: {
      identity: new contracts.registry.v1.IdentityService(registryAddress, credentials),
      personas: new contracts.registry.v1.RegistryService(registryAddress, credentials),
    },
    analyzer: new contracts.analyzer.v1.AnalyzerService(env.PERSONA_ANALYZER_ADDRESS, credentials),
  };
}

function posts(directory) {
  const folder = join(directory, "posts");
  const files = readdirSync(folder).filter((name) => name.endsWith(".md")).sort();
  return files.map((name) => ({ title: name, text: readFileSync(join(folder, name), "utf8") }));
}

/** What a call that must fail failed with. */
async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return { code: grpc.status[error.code], message: error.details, info: error.info };
  }
  throw new Error("the call was expected to fail and did not");
}

console.log(JSON.stringify(await tour(process.argv[2], process.env)));
