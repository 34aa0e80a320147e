using Crm.Api.Http;
using Crm.Application.Common.Fields;
using Crm.Application.Common.Json;
using Crm.Application.Common.Records;
using Crm.Infrastructure.Persistence;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Rules;

/// <summary>Rule 10: each aggregate has a declaration that matches its columns, references, view, writable members and routes.</summary>
public sealed class RecordRules : ApiTest
{
    private static readonly Record[] Records = [.. RecordCatalog.All.Where(r => r.Aggregate is not null)];

    private static readonly (string Table, FieldSet Fields, string?[] SearchColumns)[] Tables =
    [
        .. Records.Select(r => (r.Table, r.Fields, new[] { r.SearchColumn, r.AddressColumn })),
        .. Records.SelectMany(r => r.Children).Select(c => (c.Table, c.Fields, Array.Empty<string?>())),
    ];

    private IModel model = null!;

    [SetUp]
    public void Read_the_model()
    {
        using var scope = Host.Services.CreateScope();
        model = scope.ServiceProvider.GetRequiredService<CrmDbContext>().Model;
    }

    [Test]
    public void Each_aggregate_has_its_declaration() => Assert.That(
        Records.Select(r => r.Aggregate!.Name),
        Is.EquivalentTo(typeof(AggregateRoot).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(AggregateRoot))).Select(t => t.Name)));

    [Test]
    public void Each_column_is_declared()
    {
        var undeclared = new List<string>();
        foreach (var (table, fields, searchColumns) in Tables)
        {
            var known = fields.All.SelectMany(f => new[] { f.Column, f.SortColumn, f.FoldedColumn }).Concat(searchColumns)
                .Append("version").ToHashSet();
            foreach (var entity in model.GetEntityTypes().Where(e => e.GetTableName() == table))
                undeclared.AddRange(entity.GetFlattenedProperties().Select(p => p.GetColumnName()).Where(c => !known.Contains(c))
                    .Select(c => $"{table}.{c}"));
        }

        Assert.That(undeclared, Is.Empty, "A column that is not declared is not audited. Declare the field in its record.");
    }

    [Test]
    public async Task Each_declared_field_is_a_column()
    {
        var columns = (await Db.QueryAsync<string>(
            "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'")).ToHashSet();
        var missing = Tables.SelectMany(
            t => t.Fields.All.Where(f => f.Kind != FieldKind.Computed && f.Condition is null).Select(f => $"{t.Table}.{f.Column}"));
        Assert.That(missing.Where(c => !columns.Contains(c)), Is.Empty);
    }

    [Test]
    public void Each_foreign_key_is_a_declared_reference()
    {
        var wrong = new List<string>();
        foreach (var (table, fields, _) in Tables)
        {
            foreach (var key in model.GetEntityTypes().Where(e => e.GetTableName() == table).SelectMany(e => e.GetForeignKeys()))
            {
                var field = fields.All.SingleOrDefault(f => f.Column == key.Properties[0].GetColumnName());
                if (field?.Target != key.PrincipalEntityType.ClrType)
                    wrong.Add($"{table}.{key.Properties[0].GetColumnName()} refers to {key.PrincipalEntityType.ClrType.Name}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Each_shown_member_is_declared()
    {
        var undeclared = Views().SelectMany(v => Members(v.View).Where(m => m != "version" && !v.Fields.ByName.ContainsKey(m))
            .Where(m => v.Fields.All.All(f => f.DisplayedAs != m)).Select(m => $"{v.View.Name}.{m}"));
        Assert.That(undeclared, Is.Empty);
    }

    [Test]
    public void Put_replaces_exactly_the_declared_writable_members()
    {
        var updates = typeof(RecordCatalog).Assembly.GetTypes().Select(t => (Type: t, Update: t.GetInterfaces()
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IUpdate<,,>) &&
                i.GetGenericArguments()[0] == t))).Where(u => u.Update is not null).ToArray();
        Assert.That(updates, Has.Length.GreaterThanOrEqualTo(Records.Length));
        foreach (var (type, update) in updates)
        {
            var fields = Views().Single(v => v.View == update!.GetGenericArguments()[2]).Fields;
            Assert.That(StrictJson.Members(type, mayImport: false),
                Is.EquivalentTo(fields.All.Where(f => f.IsWritable).Select(f => f.Name)), type.Name);
        }
    }

    [Test]
    public void Each_declaration_has_its_routes()
    {
        var routes = Host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<UseCaseMetadata>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods,
                (e, m) => $"{m} {e.RoutePattern.RawText!.TrimEnd('/')}").ToHashSet();
        var missing = new List<string>();
        foreach (var record in Records.Where(r => r.Parent is null))
        {
            var path = $"/api/{record.Collection}";
            List<string> expected =
                [$"GET {path}", $"POST {path}", $"GET {path}/{{id:guid}}", $"PUT {path}/{{id:guid}}", $"PATCH {path}/{{id:guid}}",
                    $"DELETE {path}/{{id:guid}}"];
            if (record.Aggregate!.IsAssignableTo(typeof(IRestorable)))
                expected.AddRange([$"GET {path}/trash", $"POST {path}/{{id:guid}}/restore", $"GET {path}/{{id:guid}}/audit"]);
            if (record.HasTimeline)
                expected.Add($"GET {path}/{{id:guid}}/timeline");
            missing.AddRange(expected.Where(w => !routes.Contains(w)));
        }

        Assert.That(missing, Is.Empty);
    }

    private static IEnumerable<(Type View, FieldSet Fields)> Views() =>
        Records.Select(r => (r.View!, r.Fields))
            .Concat(Records.SelectMany(r => r.Children).Where(c => c.View is not null).Select(c => (c.View!, c.Fields)));

    private static IEnumerable<string> Members(Type view) => CrmJson.Options.GetTypeInfo(view).Properties.Select(p => p.Name);
}
