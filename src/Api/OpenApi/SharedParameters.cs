using Microsoft.OpenApi;

namespace Crm.Api.OpenApi;

/// <summary>Parameters that several operations have: one component, and references to it.</summary>
internal static class SharedParameters
{
    public static OpenApiParameterReference Of(OpenApiDocument document, string name, OpenApiParameter parameter)
    {
        document.Components!.Parameters!.TryAdd(name, parameter);
        return new OpenApiParameterReference(name, document);
    }
}
