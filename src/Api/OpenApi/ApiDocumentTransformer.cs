using System.Reflection;
using System.Text.Json.Nodes;
using Crm.Application.Common.Fields;
using Crm.Application.Reports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Crm.Api.OpenApi;

/// <summary>
/// Completes the framework's document from what the endpoints declare: their use case and its right, their list, their bodies
/// and answers. Nothing about an endpoint is written here.
/// </summary>
internal sealed class ApiDocumentTransformer(IServiceScopeFactory scopes) : IOpenApiDocumentTransformer
{
    private const string Json = "application/json";
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";

    private const string Description = """
        Companies, contacts and deals of a sales organisation.

        * **Log in** with `POST /api/auth/login` and send the access token as `Authorization: Bearer …`; services send a key as `X-Api-Key: …`.
        * **Records** have a `version`, which is also their `ETag`. Send it as `If-Match` to change only what you have seen.
        * **Absent** values are `null`, never left out. Instants are RFC 3339 in UTC, dates `YYYY-MM-DD`, amounts numbers with at most two decimals.
        * **PUT** replaces every writable member, an absent one takes its default. **PATCH** is a JSON merge patch (RFC 7396). Members that are
          shown but cannot be written are accepted when they equal the present value, so what a GET gave may be sent back.
        * **Retries** are safe with an `Idempotency-Key`: within 24 hours the same call gets the first answer again.
        * **Lists** take `field=value`, `field=a,b` (any of them) and `field[operator]=value`; all conditions must hold. Pages follow `nextCursor`.
        * **Refusals** are problem documents (RFC 9457) with a stable `code`; unknown members and parameters are refused.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        document.Info = new OpenApiInfo { Title = "Crm API", Version = ApiDocument.Version, Description = Description };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components = new OpenApiComponents
        {
            Schemas = new Dictionary<string, IOpenApiSchema>(),
            Responses = new Dictionary<string, IOpenApiResponse>(),
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "The access token that a login gives; it lives 15 minutes.",
                },
                [ApiKey] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = ApiKeyAuthentication.Header,
                    Description = "A key made under /api/api-keys, for services. It opens nothing that makes or changes credentials.",
                },
            },
        };
        document.Security = [Requirement(document, Bearer), Requirement(document, ApiKey)];
        document.Components.Schemas["Problem"] = ProblemSchema();
        var schemas = new ApiSchemas(document, new DocComments(), scope.ServiceProvider);
        var endpoints = context.DescriptionGroups.SelectMany(g => g.Items)
            .GroupBy(NameOf).ToDictionary(g => g.Key, g => g.First());
        foreach (var item in document.Paths.Values)
        {
            // Said by HTTP itself: as GET, without the body.
            item.Operations!.Remove(HttpMethod.Head);
            foreach (var (method, operation) in item.Operations)
            {
                if (operation.OperationId is null || !endpoints.TryGetValue(operation.OperationId, out var endpoint))
                    throw new InvalidOperationException($"{method} {operation.Summary}: every endpoint needs a name; see EndpointConventions.");
                new OperationWriter(document, schemas, operation, method, endpoint).Write();
            }
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument document, string scheme) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static string NameOf(ApiDescription endpoint) =>
        endpoint.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName ?? "";

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A refusal (RFC 9457). Some have further members, such as the stages that are allowed.",
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("What the status means.", "uri"),
            ["title"] = Text("The status in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What is wrong and what helps, in one sentence."),
            ["instance"] = Text("The address that was asked."),
            ["code"] = Text("Stable; what programs should look at."),
            ["traceId"] = Text("Finds the request in the service's traces and logs."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong with each member or parameter, where some are at fault.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
        Required = new SortedSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail", "instance", "code", "traceId" },
    };

    private static OpenApiSchema Text(string description, string? format = null) =>
        new() { Type = JsonSchemaType.String, Format = format, Description = description };

    /// <summary>Writes one operation.</summary>
    private sealed class OperationWriter(
        OpenApiDocument document, ApiSchemas schemas, OpenApiOperation operation, HttpMethod method, ApiDescription endpoint)
    {
        private readonly IList<object> metadata = endpoint.ActionDescriptor.EndpointMetadata;
        private readonly bool hasRouteValue = endpoint.RelativePath!.Contains('{', StringComparison.Ordinal);

        private Type? UseCaseType => Find<UseCaseMetadata>()?.Type;
        private bool IsCommand => UseCaseType is { } type && (type.GetInterfaces().Any(i => i.IsGenericType &&
            (i.GetGenericTypeDefinition() == typeof(ICommand<>) || i.GetGenericTypeDefinition() == typeof(IUpdate<,,>))));
        private bool IsPublic => Find<IAllowAnonymous>() is not null;
        private bool TakesIfMatch => IsCommand && hasRouteValue;
        private bool TakesKey => IsCommand && (method == HttpMethod.Post || method == HttpMethod.Patch) &&
            UseCaseType!.GetCustomAttribute<NotIdempotentAttribute>() is null;

        public void Write()
        {
            operation.Description = string.Join("\n\n", new[] { operation.Description, Right() }.Where(t => !string.IsNullOrEmpty(t)));
            if (IsPublic)
                operation.Security = [];
            else if (UseCaseType is { } type && UseCase.Of(type).IsNotByApiKey)
                operation.Security = [Requirement(document, Bearer)];
            WriteParameters();
            WriteBody();
            WriteAnswers();
        }

        private T? Find<T>()
            where T : class => metadata.OfType<T>().LastOrDefault();

        private string Right()
        {
            if (IsPublic)
                return "Needs no credentials.";
            return UseCaseType is { } type && UseCase.Of(type).Right is { } right ? $"Needs the right `{right}`." : "Needs a login.";
        }

        // -------------------------------------------------------------------------------------------------- parameters

        private void WriteParameters()
        {
            var parameters = new List<IOpenApiParameter>();
            // What stands in the query string is told by the use case, below.
            foreach (var given in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.In != ParameterLocation.Query))
            {
                var type = endpoint.ParameterDescriptions.FirstOrDefault(p => p.Name == given.Name)?.Type ?? typeof(string);
                given.Schema = schemas.Of(type, SchemaUse.Sent);
                if (given.In == ParameterLocation.Path)
                {
                    given.Description ??= given.Name == "id" ? "The record's id." : "An id.";
                    given.Example = ApiExamples.Of(type, SchemaUse.Sent);
                }

                parameters.Add(given);
            }

            if (Find<ListMetadata>() is { } list)
                parameters.AddRange(ListParameters.Of(list.Spec));
            foreach (var name in Find<QueryMetadata>()?.Names ?? [])
            {
                if (parameters.All(p => p.Name != name))
                    parameters.Add(QueryParameter(name));
            }

            if (TakesIfMatch)
            {
                parameters.Add(Header(
                    "If-Match", "The ETag of the record as you know it, such as `\"3\"`; if it has changed since, the answer is 412. Left out, the change applies to the latest state."));
            }

            if (TakesKey)
            {
                parameters.Add(Header(
                    "Idempotency-Key", "1 to 255 visible characters of your own making; a repeated call with the same key and body gets the first answer again.", 255));
            }

            if (method == HttpMethod.Get && UseCaseType is not null)
            {
                parameters.Add(Header(
                    RequestValidation.Consistency,
                    "`primary` shows every change committed so far. Without it the answer may come from a standby and be a moment old, but for your own changes of the last " +
                    "seconds through this instance, which you see. It changes nothing where the service has no standby.",
                    value: RequestValidation.Primary));
            }

            operation.Parameters = parameters;
        }

        /// <summary>A query parameter has the type of the use case's member of its name.</summary>
        private OpenApiParameter QueryParameter(string name)
        {
            if (Find<ReportDefinition>()?.Parameters.FirstOrDefault(p => p.Name == name) is { } declared)
                return ReportParameter(declared);
            var property = UseCaseType?.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            var type = property?.GetCustomAttribute<DocumentedAsAttribute>()?.Type ?? property?.PropertyType ?? typeof(string);
            return new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = property is null ? null : schemas.Comment(property),
                Schema = schemas.Of(Nullable.GetUnderlyingType(type) ?? type, SchemaUse.Sent),
            };
        }

        private static OpenApiParameter ReportParameter(ReportParameter declared) => new()
        {
            Name = declared.Name,
            In = ParameterLocation.Query,
            Description = $"{declared.Description} Default: {declared.Default}.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = declared.Type == "date" ? "date" : null,
                Pattern = declared.Type == "currency" ? "^[A-Z]{3}$" : null,
                Enum = declared.Values.Count == 0 ? null : [.. declared.Values.Select(v => (JsonNode)v)],
            },
        };

        private static OpenApiParameter Header(string name, string description, int? maxLength = null, string? value = null) => new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            // No example: the page would send it.
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength, Enum = value is null ? null : [value] },
        };

        // -------------------------------------------------------------------------------------------------- body and answers

        private void WriteBody()
        {
            operation.RequestBody = null;
            if (Find<IAcceptsMetadata>() is not { RequestType: { } type } accepts)
                return;
            var use = method == HttpMethod.Patch && accepts.ContentTypes.Contains("application/merge-patch+json") ? SchemaUse.Patch : SchemaUse.Sent;
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !accepts.IsOptional,
                Content = accepts.ContentTypes.ToDictionary(t => t, _ => new OpenApiMediaType
                {
                    Schema = schemas.Of(type, use),
                    Example = ApiExamples.Of(type, use),
                }),
            };
        }

        private void WriteAnswers()
        {
            operation.Responses = [];
            foreach (var answer in metadata.OfType<IProducesResponseTypeMetadata>()
                         .Where(m => !m.ContentTypes.Contains(RequestValidation.Csv)).GroupBy(m => m.StatusCode).OrderBy(g => g.Key).Select(g => g.Last()))
            {
                var status = answer.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (!answer.ContentTypes.Contains(Problems.MediaType))
                    operation.Responses[status] = Answer(answer);
                else if (CanHappen(answer.StatusCode))
                    operation.Responses[status] = ProblemAnswers.Of(document, answer.StatusCode);
            }
        }

        /// <summary>Endpoints declare refusals by the kind of endpoint; some cannot happen here.</summary>
        private bool CanHappen(int status) => status switch
        {
            403 => !IsPublic && (UseCaseType is null || UseCase.Of(UseCaseType).Right is not null || UseCase.Of(UseCaseType).IsNotByApiKey),
            404 => hasRouteValue || IsCommand,
            409 => IsCommand,
            412 => TakesIfMatch,
            413 or 415 => operation.RequestBody is not null,
            _ => true,
        };

        private OpenApiResponse Answer(IProducesResponseTypeMetadata answer)
        {
            var response = new OpenApiResponse { Description = DescriptionOf(answer.StatusCode), Headers = new Dictionary<string, IOpenApiHeader>() };
            if (answer.Type is { } type && type != typeof(void))
            {
                response.Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Json] = new OpenApiMediaType { Schema = schemas.Of(type, SchemaUse.Shown), Example = ApiExamples.Of(type, SchemaUse.Shown) },
                };
                if (Find<CsvMetadata>() is not null)
                    response.Content[RequestValidation.Csv] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = "name,value\r\nNorthwind Traders,48000.00\r\n" };
                if (type.IsAssignableTo(typeof(IView)))
                    response.Headers["ETag"] = HeaderOf("The record's version, quoted.", "\"3\"");
            }

            if (answer.StatusCode == StatusCodes.Status201Created)
                response.Headers["Location"] = HeaderOf("Where the new record is.", $"/{endpoint.RelativePath!.TrimEnd('/')}/0193d2a4-7c1e-7b52-8f3a-5d9e6c4b2a10");
            if (TakesKey)
                response.Headers["Idempotent-Replayed"] = HeaderOf("`true` where this is the stored answer of an earlier call.", "true");
            return response;
        }

        private static string DescriptionOf(int status) => status switch
        {
            200 => "As asked for.",
            201 => "Made; the record as a GET shows it.",
            204 => "Done; there is nothing to show.",
            503 => "Not ready; the checks say why.",
            _ => ReasonPhrases.GetReasonPhrase(status),
        };

        private static OpenApiHeader HeaderOf(string description, string example) => new()
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = example,
        };
    }
}

/// <summary>The query parameters of a list, from its one declaration.</summary>
internal static class ListParameters
{
    public static IEnumerable<IOpenApiParameter> Of(ListSpec spec)
    {
        if (spec.SearchColumn is not null)
        {
            yield return Query("q", "Words to search for, whatever their case and accents: three characters and more anywhere in a word, fewer at its beginning. All must be found.",
                new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Domain.Common.Limits.Line });
        }

        // A board has neither an order nor pages of its own.
        if (!spec.IsBoard)
        {
            var sorts = spec.SortableFields.SelectMany(f => new[] { f.Name, "-" + f.Name }).ToList();
            yield return Query("sort", "The order; `-` is descending. Absent values come last both ways.", new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. sorts.Select(s => (JsonNode)JsonValue.Create(s))],
                Default = spec.DefaultSort,
            });
        }

        yield return Query("limit", "Most rows of the page.", new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = "1",
            Maximum = ListSpec.MaxLimit.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Default = ListSpec.DefaultLimit,
        });
        if (!spec.IsBoard)
        {
            yield return Query("cursor", "The `nextCursor` of the page before; good for the same filter and sort only.", new OpenApiSchema { Type = JsonSchemaType.String });
            yield return Query("count", "Adds `count` to the answer: exactly, or as the database estimates it.", new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = ["exact", "estimate"],
            });
        }

        foreach (var field in spec.Fields.Values)
        {
            var many = field.Operators[0] == "has" || field.Operators.Contains("in");
            yield return many
                ? Many(field.Name, field.Operators[0] == "has" ? "Has any of these." : "Is any of these.", ValueOf(field))
                : Query(field.Name, "Equals.", ValueOf(field));
            foreach (var op in field.Operators)
            {
                var name = $"{field.Name}[{op}]";
                yield return op switch
                {
                    "in" or "has" => Many(name, MeaningOf(op), ValueOf(field)),
                    "isNull" => Query(name, MeaningOf(op), new OpenApiSchema { Type = JsonSchemaType.Boolean }),
                    _ => Query(name, MeaningOf(op), ValueOf(field)),
                };
            }
        }
    }

    private static string MeaningOf(string op) => op switch
    {
        "eq" => "Equals.",
        "ne" => "Does not equal.",
        "in" => "Is any of these.",
        "gt" => "Is greater, or later.",
        "gte" => "Is greater or equal, or not earlier.",
        "lt" => "Is less, or earlier.",
        "lte" => "Is less or equal, or not later.",
        "contains" => "Contains, whatever case and accents.",
        "startsWith" => "Starts with, whatever case and accents.",
        "isNull" => "Whether it is absent.",
        "has" => "Has any of these.",
        _ => op,
    };

    private static OpenApiSchema ValueOf(RecordField field) => field.Kind switch
    {
        FieldKind.Enum => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. field.EnumNames.Select(n => (JsonNode)JsonValue.Create(n))] },
        FieldKind.Id => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        FieldKind.UserId => new OpenApiSchema { Type = JsonSchemaType.String, Description = "A user's id, or `me`." },
        FieldKind.WholeNumber => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        FieldKind.Number => new OpenApiSchema { Type = JsonSchemaType.Number },
        FieldKind.Instant => new OpenApiSchema { Type = JsonSchemaType.String, Description = "An instant (RFC 3339) or a date, which is its beginning in UTC." },
        FieldKind.Date => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
        FieldKind.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };

    /// <summary>Several values in one parameter, with commas between them.</summary>
    private static OpenApiParameter Many(string name, string description, OpenApiSchema item) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Style = ParameterStyle.Form,
        Explode = false,
        Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = item, MaxItems = ListSpec.MaxLimit },
    };
}

/// <summary>The refusals, one component for each status.</summary>
internal static class ProblemAnswers
{
    public static IOpenApiResponse Of(OpenApiDocument document, int status)
    {
        var (name, code, detail) = status switch
        {
            400 => ("BadRequest", "validation_failed", "Some fields are not valid; see errors."),
            401 => ("Unauthorized", "not_authenticated", "Log in, or send a valid access token."),
            403 => ("Forbidden", "right_missing", "Your role does not allow this."),
            404 => ("NotFound", "not_found", "There is no such record, or none that you may see."),
            406 => ("NotAcceptable", "not_acceptable", "The answer is application/json; accept it, or leave Accept out."),
            409 => ("Conflict", "idempotency_key_reused", "This idempotency key was used for another request; make a new key."),
            412 => ("PreconditionFailed", "version_mismatch", "The record was changed meanwhile; get it again and repeat the change on it."),
            413 => ("ContentTooLarge", "body_too_large", $"The request body must have at most {RequestBody.MaxBytes} bytes."),
            415 => ("UnsupportedMediaType", "unsupported_media_type", "Send the body as application/json."),
            429 => ("TooManyRequests", "too_many_requests", "Too many requests; try again later."),
            503 => ("ServiceUnavailable", "database_unavailable", "The database cannot serve this request right now; try again shortly."),
            _ => ($"Problem{status}", "bad_request", "The request could not be served."),
        };
        document.Components!.Responses!.TryAdd(name, Make(document, status, code, detail));
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse Make(OpenApiDocument document, int status, string code, string detail)
    {
        var example = new JsonObject
        {
            ["type"] = $"https://www.rfc-editor.org/rfc/rfc9110#name-{ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant().Replace(' ', '-')}",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
            ["instance"] = "/api/companies",
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (status == 400)
            example["errors"] = new JsonObject { ["name"] = new JsonArray("is required.") };
        var response = new OpenApiResponse
        {
            Description = detail,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problems.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("Problem", document), Example = example },
            },
        };
        if (status is 429 or 503)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer }, Example = 2 },
            };
        }

        return response;
    }
}
