using System.Reflection;
using System.Text.Json.Nodes;
using Crm.Application.Reports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Crm.Api.OpenApi;

/// <summary>
/// Completes the framework's document from what the endpoints declare: their use case and its permission, their list, their bodies
/// and responses. It contains nothing specific to one endpoint.
/// </summary>
internal sealed class ApiDocumentTransformer(IServiceScopeFactory scopes) : IOpenApiDocumentTransformer
{
    private const string Json = "application/json";
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";

    private const string Description = """
        Companies, contacts and deals of a sales organisation.

        * **Log in** with `POST /api/auth/login` and send the access token as `Authorization: Bearer …`; services send an API key as
            `X-Api-Key: …`.
        * **Records** have a `version` and an `ETag`: the version and a hash of what is shown, `"3.9f86d081884c7d65"`. Send the ETag, or the
            version in quotes, as `If-Match` to change a record only if it is still at that version; send the ETag as `If-None-Match` to get
            304 instead of content that you already have. Every GET has a HEAD.
        * **Absent** values are `null`, never omitted. Instants are RFC 3339 in UTC, dates `YYYY-MM-DD`,
            amounts numbers with at most two decimals. A date is a day in the caller's time zone (the user's `timezone`, or the
            organisation's): today, and a date as the value of an instant's filter, which means the whole day.
        * **PUT** replaces every writable member; an absent member gets its default. `null` for a member that has a default, or for a
          list, is the same as leaving it out. **PATCH** is a JSON merge patch (RFC 7396). Read-only
          members are accepted if they equal the current value, so the response of a GET can be sent back.
        * **Retries** are safe with an `Idempotency-Key`: for 24 hours, the same request gets the stored response of the first one.
        * **Lists** are filtered by `field=value`, `field=a,b` (any of them) and `field[operator]=value`; all conditions must be met. Each
            field is one parameter here, an object with a member for each operator. `nextCursor` requests the next page.
            Poll with `updatedAt[gte]` and the `asOf` of the first page of the previous poll: no later commit has an earlier `updatedAt`.
            A row can be returned again.
        * **Errors** are problem documents (RFC 9457) with a stable `code`; unknown members and parameters are rejected.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        document.Info = new OpenApiInfo
        {
            Title = "Crm API",
            Version = ApiDocument.Version,
            Summary = "Companies, contacts, leads, deals and activities of a sales organisation.",
            Description = Description,
            Contact = new OpenApiContact { Name = "The operator of this service" },
            // The README says so, too.
            License = new OpenApiLicense { Name = "All rights reserved", Identifier = "LicenseRef-All-Rights-Reserved" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The service that serves this document." }];
        document.Components = new OpenApiComponents
        {
            Schemas = new Dictionary<string, IOpenApiSchema>(),
            Parameters = new Dictionary<string, IOpenApiParameter>(),
            Responses = new Dictionary<string, IOpenApiResponse>(),
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "The access token of a login; it is valid for 15 minutes.",
                },
                [ApiKey] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = ApiKeyAuthentication.Header,
                    Description = "A key created under /api/api-keys, for services. Endpoints that create or change credentials do not " +
                        "accept it.",
                },
            },
        };
        document.Security = [Requirement(document, Bearer), Requirement(document, ApiKey)];
        document.Components.Schemas["Problem"] = ProblemSchema();
        var comments = new DocComments();
        var schemas = new ApiSchemas(document, comments, scope.ServiceProvider);
        var endpoints = context.DescriptionGroups.SelectMany(g => g.Items)
            .GroupBy(NameOf).ToDictionary(g => g.Key, g => g.First());
        WriteTags(document, endpoints.Values, comments);
        foreach (var item in document.Paths.Values)
        {
            // Defined by HTTP: as GET, without the body.
            item.Operations!.Remove(HttpMethod.Head);
            foreach (var (method, operation) in item.Operations)
            {
                if (operation.OperationId is null || !endpoints.TryGetValue(operation.OperationId, out var endpoint))
                    throw new InvalidOperationException(
                        $"{method} {operation.Summary}: every endpoint needs a name; see EndpointConventions.");
                new OperationWriter(document, schemas, operation, method, endpoint).Write();
            }
        }

        RenameParents(document);
        return Task.CompletedTask;
    }

    /// <summary>
    /// A parameter of a method has one name in most languages: the id of the parent in the path is renamed where the list of its children
    /// has a filter of the same name.
    /// </summary>
    private static void RenameParents(OpenApiDocument document)
    {
        const string Parent = "parentId";
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths)
        {
            var parameters = item.Operations!.Values.Select(o => o.Parameters ?? []).ToList();
            var inPath = parameters.SelectMany(p => p).OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path).ToList();
            var doubled = inPath.Select(p => p.Name).FirstOrDefault(name => parameters.Any(own => own.Count(p => NameOf(p) == name) > 1));
            foreach (var parameter in inPath.Where(p => p.Name == doubled))
                parameter.Name = Parent;
            paths.Add(doubled is null ? path : path.Replace($"{{{doubled}}}", $"{{{Parent}}}", StringComparison.Ordinal), item);
        }

        document.Paths = paths;

        string? NameOf(IOpenApiParameter parameter) => parameter is OpenApiParameterReference reference
            ? document.Components!.Parameters![reference.Reference.Id!].Name
            : parameter.Name;
    }

    /// <summary>The tags of the endpoints, each with its description.</summary>
    private static void WriteTags(OpenApiDocument document, IEnumerable<ApiDescription> endpoints, DocComments comments)
    {
        var declared = endpoints.SelectMany(e => e.ActionDescriptor.EndpointMetadata.OfType<TagDescription>()).ToLookup(t => t.Tag);
        document.Tags = new HashSet<OpenApiTag>(declared.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new OpenApiTag
        {
            Name = t.Key,
            Description = t.Select(d => d.Text ?? comments.Of(d.Aggregate!)).FirstOrDefault(d => d is not null),
        }));
    }

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument document, string scheme) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static string NameOf(ApiDescription endpoint) =>
        endpoint.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName ?? "";

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An error (RFC 9457). Some errors have further members, such as the allowed stages.",
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Where the status is defined.", "uri"),
            ["title"] = Text("The reason phrase of the status."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What is wrong and how to correct it, in one sentence."),
            ["instance"] = Text("The route of the request, such as `/api/deals/{id}`."),
            ["code"] = Text("A stable code, for programs."),
            ["traceId"] = Text("Identifies the request in the service's traces and logs."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong with each invalid member or parameter.",
                AdditionalProperties =
                    new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
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

        private const string ShownMembers =
            "Members that the response shows and the request does not list may be sent back: what the service derives or takes from " +
            "other records is ignored, `id` must be that of the record (400), `version` its current version (412), any other must " +
            "have its current value (400).";

        private Type? UseCaseType => Find<UseCaseMetadata>()?.Type;
        private bool IsCommand => UseCaseType is { } type && (type.GetInterfaces().Any(i => i.IsGenericType &&
            (i.GetGenericTypeDefinition() == typeof(ICommand<>) || i.GetGenericTypeDefinition() == typeof(IUpdate<,,>))));
        private bool IsUpdate => UseCaseType is { } type && Array.Exists(
            type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IUpdate<,,>));
        private bool IsPublic => Find<IAllowAnonymous>() is not null;
        private bool HasETag => method == HttpMethod.Get && UseCaseType is not null && metadata.OfType<IProducesResponseTypeMetadata>()
            .Any(m => m.StatusCode == StatusCodes.Status200OK && m.Type?.IsAssignableTo(typeof(IView)) == true);
        private bool TakesIfMatch => IsCommand && hasRouteValue;
        private bool TakesKey => IsCommand && (method == HttpMethod.Post || method == HttpMethod.Patch) &&
            UseCaseType!.GetCustomAttribute<NotIdempotentAttribute>() is null;

        public void Write()
        {
            operation.Description = string.Join(
                "\n\n", new[] { operation.Description, IsUpdate ? ShownMembers : null, Authorization() }.Where(
                    t => !string.IsNullOrEmpty(t)));
            if (IsPublic)
                operation.Security = [];
            else if (UseCaseType is { } type && UseCase.Of(type).IsNotByApiKey)
                operation.Security = [Requirement(document, Bearer)];
            WriteParameters();
            WriteBody();
            WriteResponses();
        }

        private T? Find<T>()
            where T : class => metadata.OfType<T>().LastOrDefault();

        private string Authorization()
        {
            if (IsPublic)
                return "Requires no credentials.";
            return UseCaseType is { } type && UseCase.Of(type).Right is { } right ? $"Requires the permission `{right}`."
                : "Requires a login.";
        }

        // -------------------------------------------------------------------------------------------------- parameters

        private void WriteParameters()
        {
            var parameters = new List<IOpenApiParameter>();
            // Query parameters are described below, from the use case.
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
                parameters.AddRange(new ListParameters(document, schemas).Of(list.Spec, operation.OperationId!));
            foreach (var name in Find<QueryMetadata>()?.Names ?? [])
            {
                if (parameters.All(p => p.Name != name))
                    parameters.Add(QueryParameter(name));
            }

            if (TakesIfMatch)
            {
                parameters.Add(Header(
                    "If-Match", "The ETag of the record that you have read, or its version in quotes, `\"3\"`; if the record has another " +
                        "version, the response is 412. Without it, the change applies to the latest version."));
            }

            if (TakesKey)
            {
                parameters.Add(Header(
                    "Idempotency-Key", "1 to 255 visible characters, chosen by the client; a repeated request with the same key and " +
                        "body gets the stored response of the first one.", 255));
            }

            if (HasETag)
            {
                parameters.Add(Header(
                    "If-None-Match", "The ETag of the response that you have; if it would be the same, the response is 304 without " +
                        "content."));
            }

            if (method == HttpMethod.Get && UseCaseType is not null)
            {
                parameters.Add(Header(
                    RequestValidation.Consistency,
                    "`primary` reads every change committed so far. Without it, the response may come from a standby that is slightly " +
                        "behind; it still contains your own " +
                    "changes of the last seconds through this instance. It has no effect if the service has no standby.",
                    value: RequestValidation.Primary));
            }

            operation.Parameters = parameters;
        }

        /// <summary>A query parameter has the type of the use case's property of the same name.</summary>
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

        private OpenApiParameterReference Header(string name, string description, int? maxLength = null, string? value = null) =>
            SharedParameters.Of(document, name, new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Description = description,
                // No example: the documentation page would send it.
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength, Enum = value is null ? null : [value] },
            });

        // -------------------------------------------------------------------------------------------------- body and responses

        private void WriteBody()
        {
            operation.RequestBody = null;
            if (Find<IAcceptsMetadata>() is not { RequestType: { } type } accepts)
                return;
            var use = method == HttpMethod.Patch && accepts.ContentTypes.Contains("application/merge-patch+json") ? SchemaUse.Patch
                : SchemaUse.Sent;
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

        private void WriteResponses()
        {
            operation.Responses = [];
            foreach (var declared in metadata.OfType<IProducesResponseTypeMetadata>()
                         .Where(m => !m.ContentTypes.Contains(RequestValidation.Csv)).GroupBy(m => m.StatusCode).OrderBy(g => g.Key)
                             .Select(g => g.Last()))
            {
                var status = declared.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (!declared.ContentTypes.Contains(Problems.MediaType))
                    operation.Responses[status] = ResponseOf(declared);
                else if (CanHappen(declared.StatusCode))
                    operation.Responses[status] = ProblemResponses.Of(document, declared.StatusCode);
            }

            if (HasETag)
                operation.Responses["304"] = new OpenApiResponse { Description = "Not modified; see If-None-Match." };
        }

        /// <summary>Endpoints declare the errors of their kind; some of these cannot occur at this endpoint.</summary>
        private bool CanHappen(int status) => status switch
        {
            403 => !IsPublic && (UseCaseType is null || UseCase.Of(UseCaseType).Right is not null || UseCase.Of(UseCaseType).IsNotByApiKey),
            404 => hasRouteValue || IsCommand,
            406 => metadata.OfType<IProducesResponseTypeMetadata>().All(r => r.StatusCode != StatusCodes.Status204NoContent),
            409 => IsCommand,
            412 => TakesIfMatch,
            413 or 415 => operation.RequestBody is not null,
            _ => true,
        };

        private OpenApiResponse ResponseOf(IProducesResponseTypeMetadata declared)
        {
            var response = new OpenApiResponse
            {
                Description = DescriptionOf(declared.StatusCode),
                Headers = new Dictionary<string,
                IOpenApiHeader>()
            };
            if (declared.Type is { } type && type != typeof(void))
            {
                response.Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Json] = new OpenApiMediaType
                    {
                        Schema = schemas.Of(type, SchemaUse.Shown),
                        Example = ApiExamples.Of(type, SchemaUse.Shown)
                    },
                };
                if (Find<CsvMetadata>() is not null)
                    response.Content[RequestValidation.Csv] =
                        new OpenApiMediaType
                        {
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                            Example = "name,value\r\nNorthwind Traders,48000.00\r\n"
                        };
                if (type.IsAssignableTo(typeof(IView)))
                    response.Headers["ETag"] = HeaderOf("The record's version and a hash of what is shown.", "\"3.9f86d081884c7d65\"");
            }

            if (declared.StatusCode == StatusCodes.Status201Created)
                response.Headers["Location"] = HeaderOf(
                    "The address of the new record.", $"/{endpoint.RelativePath!.TrimEnd('/')}/0193d2a4-7c1e-7b52-8f3a-5d9e6c4b2a10");
            if (TakesKey)
                response.Headers["Idempotent-Replayed"] = HeaderOf("`true` if this is the stored response of an earlier request.", "true");
            return response;
        }

        private static string DescriptionOf(int status) => status switch
        {
            200 => "Success.",
            201 => "Created; the record as GET returns it.",
            204 => "Success, without a response body.",
            503 => "Not ready; the checks contain the reason.",
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

/// <summary>The error responses, one component for each status.</summary>
internal static class ProblemResponses
{
    public static IOpenApiResponse Of(OpenApiDocument document, int status)
    {
        var (name, code, detail) = status switch
        {
            400 => ("BadRequest", "validation_failed", "Some fields are not valid; see errors."),
            401 => ("Unauthorized", "not_authenticated", "Log in, or send a valid access token."),
            403 => ("Forbidden", "right_missing", "Your role does not allow this."),
            404 => ("NotFound", "not_found", "There is no such record, or you are not allowed to see it."),
            406 => ("NotAcceptable", "not_acceptable", "The response is application/json; accept it, or omit the header Accept."),
            409 => ("Conflict", "idempotency_key_reused", "This idempotency key was used for another request; use a new key."),
            412 => ("PreconditionFailed", "version_mismatch",
                "The record has been changed in the meantime; get it again and repeat the change."),
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
            ["type"] = "https://www.rfc-editor.org/rfc/rfc9110#name-" +
                ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant().Replace(' ', '-'),
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
                ["Retry-After"] = new OpenApiHeader
                {
                    Description = "Seconds to wait before the next attempt.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                    Example = 2
                },
            };
        }

        return response;
    }
}
