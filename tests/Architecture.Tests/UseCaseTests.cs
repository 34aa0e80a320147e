using System.Text.Json.Serialization;
using Crm.Api.Http;
using Crm.Application.Common.Authorization;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Application.Common.Records;
using Crm.Domain.Common;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Crm.Architecture.Tests;

/// <summary>Rules 2 and 3: each use case has a file, a validator and a permission; each endpoint is secured or explicitly public.</summary>
public sealed class UseCaseTests
{
    /// <summary>The paths that need no credentials and have no use case.</summary>
    private static readonly string[] NamedPublic =
        ["/", "/openapi/v1.json", "/docs", "/health/live", "/health/ready", "/health/ready/reads"];

    private static readonly Type[] Validators =
        [.. Solution.Application.GetTypes().Where(t => t.IsClass && !t.IsAbstract && t.IsAssignableTo(typeof(IValidator)))];

    [Test]
    public void There_are_use_cases_and_endpoints()
    {
        Assert.That(Solution.UseCases, Has.Length.GreaterThan(20));
        Assert.That(Solution.Endpoints, Has.Length.GreaterThan(20));
    }

    [Test]
    public void Each_use_case_has_its_own_file_with_its_name()
    {
        var names = Solution.UseCases.Select(u => u.Name).ToHashSet();
        var declared = Solution.Sources("src/Application")
            .SelectMany(f => Regex.Matches(Solution.Code(f.Text), @"\b(?:record|class)\s+(\w+)")
                .Select(m => (Name: m.Groups[1].Value, f.Path)))
            .Where(d => names.Contains(d.Name)).ToArray();
        var failures = new List<string>();
        foreach (var useCase in Solution.UseCases)
        {
            var path = $"src/{useCase.Namespace!.Replace("Crm.", "", StringComparison.Ordinal).Replace('.', '/')}/{useCase.Name}.cs";
            var paths = declared.Where(d => d.Name == useCase.Name).Select(d => d.Path).ToArray();
            if (!paths.SequenceEqual([path]))
                failures.Add($"{useCase.Name} is declared in {string.Join(", ", paths)}, not in {path}");
        }

        failures.AddRange(declared.GroupBy(d => d.Path).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key} declares {string.Join(" and ", g.Select(d => d.Name))}"));
        Assert.That(failures, Is.Empty);
    }

    [Test]
    public void Use_cases_are_public_sealed_records_and_their_handlers_are_internal_and_sealed()
    {
        Assert.That(Solution.UseCases.Where(t => !t.IsPublic || !t.IsSealed || t.GetMethod("<Clone>$") is null), Is.Empty);
        var serving = Solution.Application.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } &&
            (t.Implements(typeof(IRequestHandler<,>)) || t.Implements(typeof(IUpdateHandler<,>)) || t.Implements(typeof(IViewReader<>)) ||
                Validators.Contains(t)));
        Assert.That(serving.Where(t => t.IsVisible || !t.IsSealed), Is.Empty);
    }

    [Test]
    public void Each_request_has_one_handler()
    {
        foreach (var useCase in Solution.UseCases)
        {
            var handlers = Solution.Application.GetTypes()
                .Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericArguments()[0] == useCase &&
                (i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) || i.GetGenericTypeDefinition() == typeof(IUpdateHandler<,>))));
            Assert.That(handlers.Count(), Is.EqualTo(1), useCase.Name);
        }
    }

    [Test]
    public void Each_use_case_with_more_than_ids_has_a_validator()
    {
        var without = Solution.UseCases.Where(NeedsValidator)
            .Where(u => !Validators.Any(v => v.GetInterfaces().Contains(typeof(IValidator<>).MakeGenericType(u))));
        Assert.That(without.Select(u => u.Name), Is.Empty);

        // Ids need no validator: model binding accepts only valid ids.
        static bool NeedsValidator(Type useCase) =>
            useCase.Implements(typeof(IUpdate<,,>)) ||
            (useCase.Implements(typeof(ICommand<>)) && useCase.GetProperties().Any(p =>
                p.SetMethod is not null && !p.IsDefined(typeof(JsonIgnoreAttribute)) && p.PropertyType != typeof(Guid) &&
                    p.PropertyType != typeof(Guid?)));
    }

    [Test]
    public void Requests_are_records_of_the_application()
    {
        var derived = Solution.Application.GetTypes()
            .Where(t => t.BaseType?.Assembly == Solution.Domain && !t.IsSubclassOf(typeof(FieldRule)));
        Assert.That(derived, Is.Empty);
    }

    [Test]
    public void Validators_do_not_use_the_database()
    {
        var asking = Validators.Where(
            v => v.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).SelectMany(c => c.GetParameters())
            .Any(p => p.ParameterType.IsAssignableTo(typeof(IDb)) || p.ParameterType == typeof(IUnitOfWork) ||
                p.ParameterType == typeof(IServiceProvider) ||
                (p.ParameterType.IsGenericType && p.ParameterType.GetGenericTypeDefinition() == typeof(IRepository<>))));
        Assert.That(asking, Is.Empty);
    }

    [Test]
    public void Each_use_case_declares_exactly_one_requirement()
    {
        var failures = Solution.UseCases.Where(u =>
            new[] { typeof(RequiresAttribute), typeof(RequiresLoginAttribute), typeof(PublicAttribute) }.Count(
                a => u.IsDefined(a, false)) != 1);
        Assert.That(failures.Select(u => u.Name), Is.Empty);
    }

    [Test]
    public void A_nested_command_has_no_endpoint_and_declares_its_permission()
    {
        Assert.That(Solution.NestedCommands, Is.Not.Empty);
        Assert.That(Solution.NestedCommands.Where(s => s.IsVisible || !s.IsSealed || !UseCase.Of(s).IsDeclared), Is.Empty);
        Assert.That(Solution.Endpoints.Select(e => e.Metadata.GetMetadata<UseCaseMetadata>()?.Type).Intersect(Solution.NestedCommands),
            Is.Empty);
    }

    [Test]
    public void Each_endpoint_has_a_use_case_with_a_permission_or_is_explicitly_public()
    {
        foreach (var endpoint in Solution.Endpoints)
        {
            var address = $"{endpoint.RoutePattern.RawText}";
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            if (endpoint.Metadata.GetMetadata<UseCaseMetadata>() is { } metadata)
            {
                Assert.That(Solution.UseCases.Contains(metadata.Type) ||
                    metadata.Type.IsAssignableTo(typeof(IDescribedUseCase)), Is.True, address);
                Assert.That(UseCase.Of(metadata.Type).IsDeclared, Is.True, $"{address}: {metadata.Type.Name} declares no permission");
                Assert.That(isOpen, Is.EqualTo(UseCase.Of(metadata.Type).IsPublic), $"{address} is public");
            }
            else
            {
                Assert.That(NamedPublic, Does.Contain(address), $"{address} has no use case");
            }
        }
    }

    [Test]
    public void Each_use_case_is_reached_by_an_endpoint()
    {
        var reached = Solution.Endpoints.Select(e => e.Metadata.GetMetadata<UseCaseMetadata>()?.Type).ToHashSet();
        Assert.That(Solution.UseCases.Where(u => !reached.Contains(u)).Select(u => u.Name), Is.Empty);
    }

    [Test]
    public void Each_endpoint_has_a_unique_name_and_a_summary()
    {
        var named = Solution.Endpoints.Where(e => e.Metadata.GetMetadata<UseCaseMetadata>() is not null).ToArray();
        Assert.That(named.Select(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName), Is.Unique.And.All.Not.Null);
        Assert.That(named.Select(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IEndpointSummaryMetadata>()?.Summary),
            Has.All.Not.Null);
    }
}
