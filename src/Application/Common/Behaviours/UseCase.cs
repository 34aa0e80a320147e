using System.Reflection;
using Crm.Application.Trash;

namespace Crm.Application.Common.Behaviours;

/// <summary>What a request type says about itself.</summary>
public static class UseCase
{
    /// <summary>The type that stands for the use case: for a PUT or PATCH its update record, for the trash what brings back from it.</summary>
    public static Type Of(Type request) =>
        request.IsGenericType && (request.GetGenericTypeDefinition() == typeof(UpdateRecord<,,>) || request.GetGenericTypeDefinition() == typeof(ListTrash<>))
            ? request.GetGenericArguments()[0]
            : request;

    public static string NameOf(Type request) =>
        request.IsGenericType && request.GetGenericTypeDefinition() == typeof(ListTrash<>) ? $"ListTrash.{Of(request).Name}" : Of(request).Name;

    /// <summary>The right it needs; null where a login is enough, or nothing is needed.</summary>
    public static Right? RightOf(Type request) => Of(request).GetCustomAttribute<RequiresAttribute>()?.Right;

    public static bool IsPublic(Type request) => Of(request).IsDefined(typeof(PublicAttribute), false);

    /// <summary>Whether it is closed to a service that calls with an API key.</summary>
    public static bool IsNotByApiKey(Type request) => Of(request).IsDefined(typeof(NotByApiKeyAttribute), false);

    /// <summary>Whether the use case declares what it needs; one that does not is refused to everybody.</summary>
    public static bool IsDeclared(Type request) =>
        RightOf(request) is not null || IsPublic(request) || Of(request).IsDefined(typeof(RequiresLoginAttribute), false);
}
