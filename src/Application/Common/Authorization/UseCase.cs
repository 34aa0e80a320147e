using System.Collections.Concurrent;
using System.Reflection;

namespace Crm.Application.Common.Authorization;

/// <summary>What a use case says about itself: by attributes, or, where it is generic, by a declaration.</summary>
/// <param name="Name">For the audit, logs and metrics.</param>
/// <param name="Right">The permission it needs; null where a login is enough, or nothing is needed.</param>
/// <param name="IsPublic">Whether it needs no credentials.</param>
/// <param name="IsNotByApiKey">Whether it is closed to callers with an API key.</param>
/// <param name="IsDeclared">Whether it declares what it needs; one that does not is refused to everybody.</param>
public sealed record UseCase(string Name, Right? Right, bool IsPublic, bool IsNotByApiKey, bool IsDeclared)
{
    private static readonly ConcurrentDictionary<Type, UseCase> Known = new();

    /// <summary>Of a request, or of what a PUT or PATCH writes.</summary>
    public static UseCase Of(Type type) => Known.GetOrAdd(type, static t => t.IsAssignableTo(typeof(IDescribedUseCase))
        ? (UseCase)t.GetMethod(nameof(IDescribedUseCase.Describe), BindingFlags.Static | BindingFlags.Public)!.Invoke(null, null)!
        : FromAttributes(t));

    /// <summary>A generic use case with a permission on a declared collection.</summary>
    internal static UseCase With(string name, Resource resource, RightAction action) => new(name, new Right(resource, action), false, false, true);

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
