// A client of openapi-typescript and openapi-fetch.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema.js";

type Schemas = components["schemas"];
const login: Schemas["Login"] = { login: process.env.CRM_LOGIN!, password: process.env.CRM_PASSWORD! };
const api = createClient<paths>({ baseUrl: process.env.CRM_URL! });

/** The data of an answer; a problem is thrown. */
async function data<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<NonNullable<T>> {
  const { data, error, response } = await answer;
  assert.equal(error, undefined, `${response.status} ${JSON.stringify(error)}`);
  return data!;
}

const tokens = await data(api.POST("/api/auth/login", { body: login }));
api.use({
  onRequest: ({ request }) => {
    request.headers.set("Authorization", `Bearer ${tokens.accessToken}`);
  },
});

const company = await data(api.POST("/api/companies", { body: { name: "Openapi Fetch & Söhne", tags: null } }));
assert.deepEqual([company.isActive, company.tags], [true, []]);
const contact = await data(api.POST("/api/contacts", { body: { firstName: "Ada", lastName: "Fetch", companyId: company.id } }));
const deals: Schemas["DealView"][] = [];
for (const value of [500, 1500, 2500, 3500]) {
  const body: Schemas["CreateDeal"] = { companyId: company.id, primaryContactId: contact.id, title: `Deal ${value}`, value };
  deals.push(await data(api.POST("/api/deals", { body })));
}

const query: paths["/api/deals"]["get"]["parameters"]["query"] = {
  value: { gte: 1000 },
  companyId: { eq: company.id },
  stage: { in: "PROSPECTING,QUALIFYING" },
  primaryContactId: { isNull: false },
  sort: "-value",
  limit: 2,
};
const first = await data(api.GET("/api/deals", { params: { query } }));
assert.deepEqual(first.items.map((d) => d.value), [3500, 2500]);
const second = await data(api.GET("/api/deals", { params: { query: { ...query, cursor: first.nextCursor! } } }));
assert.deepEqual([second.items.map((d) => d.value), second.nextCursor], [[1500], null]);

const id = deals[0]!.id;
const path = { id };
const patched = await data(api.PATCH("/api/deals/{id}", { params: { path }, body: { description: "Patched.", tags: ["fetch"] } }));
assert.equal(patched.description, "Patched.");
const shown = await data(api.GET("/api/deals/{id}", { params: { path } }));
const replaced = await data(api.PUT("/api/deals/{id}", { params: { path }, body: { ...shown, notes: "Put back." } }));
assert.deepEqual([replaced.notes, replaced.tags, replaced.value], ["Put back.", ["fetch"], 500]);
const moved = await data(api.PATCH("/api/deals/{id}/stage", { params: { path }, body: { stage: "QUALIFYING" } }));
assert.equal(moved.stage, "QUALIFYING");

const lead = await data(api.POST("/api/leads", { body: { firstName: "Lin", lastName: "Fetch", company: "Fetch Leads" } }));
const converted = await data(api.POST("/api/leads/{id}/convert", {
  params: { path: { id: lead.id } },
  body: { createDeal: true, deal: { title: "From a lead" } },
}));
assert.equal(converted.lead.status, "CONVERTED");
const forecast = await data(api.GET("/api/reports/forecast", { params: { query: { tz: "Europe/Berlin" } } }));
// A report is JSON, or CSV if that is asked for.
assert.ok(typeof forecast !== "string" && Array.isArray(forecast.rows));

const refused = await api.POST("/api/contacts", { body: { firstName: "", lastName: "Fetch", email: "none" } });
const problem: Schemas["Problem"] = refused.error!;
assert.deepEqual([problem.status, problem.code], [400, "validation_failed"]);
assert.ok(problem.errors!["firstName"]!.length > 0);

const removed = await api.DELETE("/api/deals/{id}", { params: { path } });
assert.equal(removed.response.status, 204);
const gone = await api.GET("/api/deals/{id}", { params: { path } });
assert.equal(gone.error!.code, "deal_not_found");
const restored = await data(api.POST("/api/deals/{id}/restore", { params: { path } }));
assert.equal(restored.id, id);
