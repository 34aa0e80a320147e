using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Crm.Application.Common.Json;

namespace Crm.Api.OpenApi;

/// <summary>Builds the examples of the document from the values below: members of the same name have the same example everywhere.</summary>
internal static class ApiExamples
{
    private const string Id = "0193d2a4-7c1e-7b52-8f3a-5d9e6c4b2a10";
    private const string OtherId = "0193d2a4-9f40-7d11-a6c7-1e2f3a4b5c6d";
    private const string UserId = "0193d29b-11aa-7e6f-9c33-7f8e9d0c1b2a";
    private const string Instant = "2026-03-02T09:30:00.000000Z";

    private static readonly Dictionary<string, JsonNode> Values = new(StringComparer.Ordinal)
    {
        ["id"] = Id,
        ["parentCompanyId"] = OtherId,
        ["companyId"] = Id,
        ["ownerId"] = UserId,
        ["userId"] = UserId,
        ["roleId"] = OtherId,
        ["name"] = "Northwind Traders",
        ["legalName"] = "Northwind Traders GmbH",
        ["dba"] = "Northwind",
        ["companyName"] = "Northwind Traders",
        ["parentCompanyName"] = "Northwind Holding",
        ["website"] = "https://northwind.example.com",
        ["phone"] = "+49 30 901820",
        ["mobile"] = "+49 151 20304050",
        ["fax"] = "+49 30 901821",
        ["email"] = "info@northwind.example.com",
        ["address"] = "Lindenstrasse 9",
        ["address2"] = "Building B",
        ["city"] = "Berlin",
        ["state"] = "Berlin",
        ["zipCode"] = "10969",
        ["country"] = "Germany",
        ["latitude"] = 52.503,
        ["longitude"] = 13.394,
        ["timezone"] = "Europe/Berlin",
        ["language"] = "de-DE",
        ["industry"] = "Wholesale",
        ["sector"] = "Food",
        ["size"] = "MEDIUM_51_200",
        ["revenue"] = 12500000.00m,
        ["employeeCount"] = 120,
        ["foundedYear"] = 1998,
        ["dueDate"] = "2026-12-01",
        ["startDate"] = "2026-11-30",
        ["tickerSymbol"] = "NWT",
        ["isPublic"] = false,
        ["prospectAssignment"] = "Inside sales",
        ["prospectReengagement"] = "Quarterly",
        ["notes"] = "Met at the trade fair in March.",
        ["description"] = "Renewal with an extended support plan.",
        ["tags"] = new JsonArray("key-account", "dach"),
        ["isActive"] = true,
        ["firstName"] = "Ada",
        ["lastName"] = "Keller",
        ["fullName"] = "Ada Keller",
        ["ownerName"] = "Jo Winter",
        ["userName"] = "Jo Winter",
        ["jobTitle"] = "Head of Purchasing",
        ["title"] = "Annual supply contract",
        ["department"] = "Purchasing",
        ["company"] = "Northwind Traders",
        ["assignedToId"] = UserId,
        ["assignedToName"] = "Jo Winter",
        ["sourceDetails"] = "Spring fair, stand B12",
        ["leadScore"] = 70,
        ["filter"] = "status=NEW&source=WEBINAR",
        ["ipAddress"] = "192.0.2.17",
        ["userAgent"] = "Mozilla/5.0 (X11; Linux x86_64)",
        ["url"] = "https://northwind.example.com/products",
        ["username"] = "jo.winter",
        ["value"] = 48000.00m,
        ["currency"] = "EUR",
        ["probability"] = 40,
        ["quantity"] = 4,
        ["unitPrice"] = 12000.00m,
        ["discount"] = 0,
        ["expectedCloseDate"] = "2026-06-30",
        ["login"] = "jo.winter",
        ["password"] = "correct horse battery",
        ["accessToken"] = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTkz.c2lnbmF0dXJl",
        ["refreshToken"] = "b3BhcXVlLXJlZnJlc2gtdG9rZW4",
        ["tokenType"] = "Bearer",
        ["expiresIn"] = 900,
        ["version"] = 3,
        ["level"] = 1,
        ["confidence"] = 0.8m,
        ["truncated"] = false,
        ["nextCursor"] = "eyJzIjoiMjAyNi0wMy0wMiJ9.c2ln",
        ["count"] = 1,
        ["status"] = "ready",
        ["detail"] = "The database responds.",
        ["milliseconds"] = 0.8,
        ["ok"] = true,
        ["reason"] = "Price above the budget.",
        ["comment"] = "Agreed on the phone.",
        ["competitors"] = new JsonArray("Contoso"),
        // Of a report. Empty, since linters take an object with a type and a default for a schema.
        ["parameters"] = new JsonArray(),
        ["locale"] = "en-GB",
        ["currentPassword"] = "correct horse battery",
        ["newPassword"] = "window-otter-cello-58",
        ["scheduled"] = false,
        ["direction"] = "OUTBOUND",
        ["messageId"] = "4711@mail.example.com",
    };

    /// <summary>The members that are valid only in a certain state, or for a time in the future, which an example does not stay.</summary>
    private static readonly string[] NotSent = ["expiresAt", "scheduledFor", "messageId"];

    /// <summary>The members that a merge patch typically contains.</summary>
    private static readonly string[] Patched =
        ["name", "title", "jobTitle", "firstName", "phone", "value", "expectedCloseDate", "notes", "description", "isActive", "quantity",
            "permissions"];

    public static JsonNode? Of(Type type, SchemaUse use) => Of(type, use, null, 0);

    private static JsonNode? Of(Type type, SchemaUse use, string? member, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ApiSchemas.EnumOf(type) is { } enumType)
        {
            var names = ApiSchemas.NamesOf(enumType);
            return member is not null && Values.TryGetValue(member, out var known) && names.Contains(known.ToString()) ? known.DeepClone()
                : names[0];
        }

        if (member is not null && Values.TryGetValue(member, out var value) && Fits(type, value))
            return value.DeepClone();
        if (Plain(type, member) is { } plain)
            return plain;
        var info = CrmJson.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => depth > 4 ? new JsonArray() : new JsonArray(Of(info.ElementType!, use, null, depth + 1)),
            JsonTypeInfoKind.Dictionary => new JsonObject { ["name"] = Of(info.ElementType!, use, null, depth + 1) },
            _ => depth > 5 ? new JsonObject() : ObjectOf(type, use, depth),
        };
    }

    private static JsonObject ObjectOf(Type type, SchemaUse use, int depth)
    {
        var members = Member.Of(type, use).Where(m => use == SchemaUse.Shown || !m.IsImportOnly).ToList();
        if (use == SchemaUse.Patch)
        {
            var usual = members.Where(m => Patched.Contains(m.Name)).Take(2).ToList();
            members = usual.Count > 0 ? usual : [.. members.Take(2)];
        }

        var example = new JsonObject();
        foreach (var member in members)
        {
            // An example should be accepted when it is sent unchanged, but the records that it refers to may not exist.
            if (use == SchemaUse.Sent && NotSent.Contains(member.Name))
                continue;
            if (use == SchemaUse.Sent && (member.Type == typeof(Guid?) || (member.Type == typeof(Guid[]) && member.Json.IsSetNullable)))
                continue;
            // The time of something past fits only some of the other values.
            if (use == SchemaUse.Sent && member.Name == "at")
                continue;
            if (use == SchemaUse.Shown && member.Name is "nextCursor" or "deletedAt" && member.Json.IsGetNullable)
                example[member.Name] = null;
            else if (member.Json.ShouldSerialize is null)
                example[member.Name] = Of(member.Type, use, member.Name, depth + 1);
        }

        return example;
    }

    private static JsonNode? Plain(Type type, string? member)
    {
        if (type == typeof(string))
            return Label(member);
        if (type == typeof(bool))
            return true;
        if (type == typeof(int) || type == typeof(long) || type == typeof(short))
            return 12;
        if (type == typeof(decimal) || type == typeof(double))
            return 1250.50m;
        if (type == typeof(Guid))
            return member is { } m &&
                (m.Contains("user", StringComparison.OrdinalIgnoreCase) || m.EndsWith("ById", StringComparison.Ordinal)) ? UserId : Id;
        if (type == typeof(DateOnly))
            return "2026-03-31";
        if (type == typeof(DateTimeOffset))
            return Instant;
        if (type == typeof(System.Text.Json.JsonElement) || typeof(JsonNode).IsAssignableFrom(type))
            return member == "permissions"
                ? new JsonObject
                {
                    ["companies"] = new JsonArray("create", "read"),
                    ["deals"] = new JsonObject { ["read"] = "all", ["update"] = "own" }
                } : new JsonObject { ["source"] = "trade-fair" };
        return null;
    }

    private static string Label(string? member) => member switch
    {
        null => "example",
        _ when member.EndsWith("Name", StringComparison.Ordinal) => "Ada Keller",
        _ when member.EndsWith("Url", StringComparison.Ordinal) => "https://northwind.example.com",
        _ when member.EndsWith("Email", StringComparison.Ordinal) => "ada.keller@northwind.example.com",
        _ => "Example",
    };

    /// <summary>Whether a value fits a type: a member of a known name may have another type.</summary>
    private static bool Fits(Type type, JsonNode value) => value switch
    {
        JsonArray { Count: 0 } => type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type),
        JsonArray => type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type == typeof(string[]),
        JsonValue v when v.TryGetValue<string>(out var text) =>
            type == typeof(string) || (type == typeof(Guid) && Guid.TryParse(text, out _)) ||
                (type == typeof(DateOnly) && DateOnly.TryParse(text, out _)) || type == typeof(DateOrInstant),
        JsonValue v when v.TryGetValue<bool>(out _) => type == typeof(bool),
        JsonValue v when v.TryGetValue<int>(out _) => type == typeof(int) || type == typeof(long) || type == typeof(decimal) ||
            type == typeof(double),
        JsonValue => type == typeof(decimal) || type == typeof(double),
        _ => false,
    };
}
