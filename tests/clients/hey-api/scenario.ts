// A client of hey-api.
import assert from "node:assert/strict";
import { client } from "./generated/client.gen.js";
import * as api from "./generated/index.js";

client.setConfig({ baseUrl: process.env.CRM_URL!, throwOnError: true });
const throwOnError = true as const;

const login: api.Login = { login: process.env.CRM_LOGIN!, password: process.env.CRM_PASSWORD! };
const tokens = (await api.login({ throwOnError, body: login })).data;
client.setConfig({ auth: (scheme) => (scheme.scheme === "bearer" ? tokens.accessToken : undefined) });

const company = (await api.createCompany({ throwOnError, body: { name: "Hey & Söhne", tags: null } })).data;
assert.deepEqual([company.isActive, company.tags], [true, []]);
const contact = (await api.createContact({ throwOnError, body: { firstName: "Ada", lastName: "Hey", companyId: company.id } })).data;
const deals: api.DealView[] = [];
for (const value of [500, 1500, 2500, 3500]) {
  const body: api.CreateDeal = { companyId: company.id, primaryContactId: contact.id, title: `Deal ${value}`, value };
  deals.push((await api.createDeal({ throwOnError, body })).data);
}

const query: api.ListDealsData["query"] = {
  value: { gte: 1000 },
  companyId: { eq: company.id },
  stage: { in: "PROSPECTING,QUALIFYING" },
  primaryContactId: { isNull: false },
  sort: "-value",
  limit: 2,
};
const first = (await api.listDeals({ throwOnError, query })).data;
assert.deepEqual(first.items.map((d) => d.value), [3500, 2500]);
const second = (await api.listDeals({ throwOnError, query: { ...query, cursor: first.nextCursor! } })).data;
assert.deepEqual([second.items.map((d) => d.value), second.nextCursor], [[1500], null]);

const path = { id: deals[0]!.id };
const patched = (await api.patchDeal({ throwOnError, path, body: { description: "Patched.", tags: ["hey"] } })).data;
assert.equal(patched.description, "Patched.");
const shown = (await api.getDeal({ throwOnError, path })).data;
const replaced = (await api.replaceDeal({ throwOnError, path, body: { ...shown, notes: "Put back." } })).data;
assert.deepEqual([replaced.notes, replaced.tags, replaced.value], ["Put back.", ["hey"], 500]);
const moved = (await api.changeDealStage({ throwOnError, path, body: { stage: "QUALIFYING" } })).data;
assert.equal(moved.stage, "QUALIFYING");

const lead = (await api.createLead({ throwOnError, body: { firstName: "Lin", lastName: "Hey", company: "Hey Leads" } })).data;
const converted = (await api.convertLead({
  throwOnError,
  path: { id: lead.id },
  body: { createDeal: true, deal: { title: "From a lead" } },
})).data;
assert.equal(converted.lead.status, "CONVERTED");
const forecast = (await api.getForecast({ throwOnError, query: { tz: "Europe/Berlin" } })).data;
assert.ok(Array.isArray(forecast.rows));

const refused = await api.createContact({ throwOnError: false, body: { firstName: "", lastName: "Hey", email: "none" } });
const problem: api.Problem = refused.error!;
assert.deepEqual([problem.status, problem.code], [400, "validation_failed"]);
assert.ok(problem.errors!["firstName"]!.length > 0);

await api.deleteDeal({ throwOnError, path });
const gone = await api.getDeal({ throwOnError: false, path });
assert.equal(gone.error!.code, "deal_not_found");
const restored = (await api.restoreDeal({ throwOnError, path })).data;
assert.equal(restored.id, path.id);
