using System.Collections.Concurrent;
using System.Reflection;

namespace Crm.Application.Common.Authorization;

/// <summary>The declaration of a use case: by attributes, or by code for generic use cases.</summary>
/// <param name="Name">For the audit, logs and metrics.</param>
/// <param name="Right">The required permission. Null if a login is sufficient or nothing is required.</param>
/// <param name="IsPublic">Whether no credentials are needed.</param>
/// <param name="IsNotByApiKey">Whether API keys are rejected.</param>
/// <param name="IsDeclared">Whether the use case declares its requirements. Otherwise all callers are rejected.</param>
public sealed record UseCase(string Name, Right? Right, bool IsPublic, bool IsNotByApiKey, bool IsDeclared)
{
    private static readonly ConcurrentDictionary<Type, UseCase> Known = new();

    /// <summary>The declaration of a request type, or of the type that a PUT or PATCH updates.</summary>
    public static UseCase Of(Type type) => Known.GetOrAdd(type, static t => t.IsAssignableTo(typeof(IDescribedUseCase))
        ? (UseCase)t.GetMethod(nameof(IDescribedUseCase.Describe), BindingFlags.Static | BindingFlags.Public)!.Invoke(null, null)!
        : FromAttributes(t));

    /// <summary>A generic use case that requires a permission on a declared collection.</summary>
    internal static UseCase With(string name, Resource resource, RightAction action) =>
        new(name, new Right(resource, action), false, false, true);

    private static UseCase FromAttributes(Type type)
    {
        var right = type.GetCustomAttribute<RequiresAttribute>()?.Right;
        var isPublic = type.IsDefined(typeof(PublicAttribute), false);
        return new UseCase(
            type.Name,
            right,
            isPublic,
            type.IsDefined(typeof(NotByApiKeyAttribute), false),
            right is not null || isPublic || type.IsDefined(typeof(RequiresLoginAttribute), false));
    }
}
