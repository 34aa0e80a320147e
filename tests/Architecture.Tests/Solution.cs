using Crm.Api.Hosting;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Records;
using Crm.Domain.Common;
using Crm.Infrastructure.Persistence;
using Crm.LocalPostgres;
using Crm.SampleData;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Crm.Architecture.Tests;

/// <summary>The assemblies, sources, use cases and endpoints under test.</summary>
internal static partial class Solution
{
    public static readonly Assembly Domain = typeof(AggregateRoot).Assembly;
    public static readonly Assembly Application = typeof(IViews).Assembly;
    public static readonly Assembly Infrastructure = typeof(Migrator).Assembly;
    public static readonly Assembly LocalPostgres = typeof(LocalPostgresServer).Assembly;
    public static readonly Assembly SampleData = typeof(SampleSeeder).Assembly;
    public static readonly Assembly Api = typeof(CrmHost).Assembly;

    /// <summary>The root folder of the solution.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>The types that declare use cases: requests and the updates of PUT and PATCH, without generic definitions and nested
    /// commands.</summary>
    public static readonly Type[] UseCases =
    [
        .. Application.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } &&
            (t.Implements(typeof(IRequest<>)) || t.Implements(typeof(IUpdate<,,>))) && !t.IsAssignableTo(typeof(INestedCommand))),
    ];

    /// <summary>Commands that run inside another command, in their own transaction.</summary>
    public static readonly Type[] NestedCommands =
        [.. Application.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(INestedCommand)))];

    /// <summary>The endpoints of the service. The host is built but not started.</summary>
    public static readonly RouteEndpoint[] Endpoints = MapEndpoints();

    public static bool Implements(this Type type, Type definition) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition);

    /// <summary>The C# files below a folder, with paths relative to the root and without build output.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)
        select (path, File.ReadAllText(file));

    /// <summary>The text without its comments.</summary>
    public static string Code(string text) => Comment().Replace(text, "");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Crm.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Crm.sln was not found; the tests must run inside the repository.");
    }

    private static RouteEndpoint[] MapEndpoints()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration["ConnectionStrings:Crm"] = "Host=127.0.0.1;Database=never_opened";
        builder.Configuration[SigningSecret.Setting] = Convert.ToBase64String(new byte[48]);
        IEndpointRouteBuilder app = CrmHost.Build(builder);
        return [.. app.DataSources.SelectMany(s => s.Endpoints).Cast<RouteEndpoint>()];
    }

    [GeneratedRegex(@"^\s*//.*$|(?<=[;{}\s])//[^""\n]*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
