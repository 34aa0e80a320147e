// Generates clients from the OpenAPI document with four generators, compiles them unedited, and runs one scenario with each against a
// service of its own. Also lints the document. `./build.sh clients` builds the service and runs this.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = dirname(fileURLToPath(import.meta.url));
const root = join(source, "..", "..");
const work = join(root, "artifacts", "clients");
const program = join(root, "src", "Api", "bin", "Release", "net10.0", "Crm.Api.dll");
const password = "river-lamp-cotton-42";
const failed = [];

/** Runs a command in the work folder; its output is shown if it fails. */
function run(what, command, args, { folder = work, env = {}, isClean = () => true } = {}) {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env: { ...process.env, DOTNET_NOLOGO: "1", MSBUILDDISABLENODEREUSE: "1", NO_COLOR: "1", ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: process.platform === "win32",
  });
  const output = `${stdout ?? ""}${stderr ?? ""}`;
  const passed = status === 0 && isClean(output);
  console.log(`${passed ? "ok    " : "FAILED"} ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  if (!passed) {
    console.error(error ?? output.split("\n").slice(-60).join("\n"));
    failed.push(what);
  }
  return passed;
}

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function fetchDocument(url, service) {
  for (let attempt = 0; attempt < 600 && service.exitCode === null; attempt++) {
    try {
      const response = await fetch(`${url}/openapi/v1.json`);
      if (response.ok) return await response.text();
    } catch {
      // Not listening yet.
    }
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error("The service did not start.");
}

/** Generates, compiles and runs one client, and stops at the first failure. */
const client = (...steps) => steps.every(([what, command, args, options]) => run(what, command, args, options));

const npx = (...args) => ["npx", ["--no-install", ...args]];

// Everything generated or restored stays out of the sources.
rmSync(join(work, "js"), { recursive: true, force: true });
for (const name of ["openapi-typescript", "hey-api", "kiota", "nswag"]) rmSync(join(work, name), { recursive: true, force: true });
mkdirSync(work, { recursive: true });
cpSync(source, work, { recursive: true });

const data = mkdtempSync(join(tmpdir(), "crm-clients-"));
// PostgreSQL may run as another user.
chmodSync(data, 0o755);
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const env = { CRM_URL: url, CRM_LOGIN: "admin", CRM_PASSWORD: password };
const service = spawn("dotnet", [program, "serve", "--port", `${port}`, "--data-dir", join(data, "crm"), "--no-sample"], {
  env: { ...process.env, CRM_ADMIN_PASSWORD: password },
  stdio: "ignore",
});
try {
  run("npm ci", "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  run("dotnet tool restore", "dotnet", ["tool", "restore"]);
  writeFileSync(join(work, "openapi.json"), await fetchDocument(url, service));

  const nothing = (output) => !/\b[1-9]\d* (error|warning|problem)/.test(output);
  run("redocly", ...npx("redocly", "lint", "openapi.json"), { isClean: nothing });
  run("spectral", ...npx("spectral", "lint", "openapi.json", "--fail-severity", "hint"), { isClean: nothing });
  const generated = [
    run("openapi-typescript: generate", ...npx("openapi-typescript", "openapi.json", "-o", "openapi-typescript/generated/schema.d.ts")),
    run("hey-api: generate", ...npx("openapi-ts", "-i", "openapi.json", "-o", "hey-api/generated", "-c", "@hey-api/client-fetch")),
  ];
  if (generated.every(Boolean) && run("openapi-typescript, hey-api: compile", ...npx("tsc"))) {
    run("openapi-typescript: scenario", "node", ["js/openapi-typescript/scenario.js"], { env });
    run("hey-api: scenario", "node", ["js/hey-api/scenario.js"], { env });
  }
  for (const [name, project, args] of [
    ["Kiota", "kiota", ["kiota", "generate", "-l", "CSharp", "-d", "openapi.json", "-o", "kiota/Generated", "-n", "Crm.Client", "-c", "CrmClient"]],
    ["NSwag", "nswag", ["nswag", "openapi2csclient", "/input:openapi.json", "/output:nswag/Generated/CrmClient.cs", "/namespace:Crm.Client",
      "/classname:CrmClient", "/jsonLibrary:SystemTextJson", "/generateOptionalParameters:true"]],
  ]) {
    client(
      [`${name}: generate`, "dotnet", ["tool", "run", ...args]],
      [`${name}: compile`, "dotnet", ["build", project, "-v", "quiet", "-nologo", "--property:RestoreLockedMode=true"]],
      [`${name}: scenario`, "dotnet", ["run", "--project", project, "--no-build"], { env }],
    );
  }
} finally {
  service.kill("SIGTERM");
  await new Promise((exited) => (service.exitCode === null && service.signalCode === null ? service.once("exit", exited) : exited()));
  rmSync(data, { recursive: true, force: true });
}

if (failed.length > 0) {
  console.error(`Failed: ${failed.join("; ")}.`);
  process.exitCode = 1;
}
