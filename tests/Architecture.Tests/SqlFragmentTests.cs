using System.Runtime.CompilerServices;
using System.Text.Json;
using Crm.Application.Common.Authorization;
using Crm.Application.Common.Lists;
using Crm.Application.Common.Ports;
using Crm.Application.Common.Records;
using Crm.Application.Common.Sql;
using Crm.Application.Deals;
using Crm.Domain.Common;
using Crm.Domain.Deals;
using Crm.Domain.Roles;

namespace Crm.Architecture.Tests;

/// <summary>SQL is composed only of fragments and parameters, and equal statements have equal texts.</summary>
public sealed partial class SqlFragmentTests
{
    private static readonly Caller NoPermissions = new(Guid.Empty, Guid.Empty, Permissions.None, [Guid.Empty], Zone.Utc);

    private static readonly Guid Id = new("00000000-0000-7000-8000-000000000001");

    private static SqlStatement StatementOf(SqlFragment sql) => sql.ToStatement();

    /// <summary>
    /// A plain string where a fragment is needed does not compile: there is no conversion, and a string in braces is a value.
    /// </summary>
    [Test]
    public void Nothing_but_fragments_and_values_of_known_types_can_be_inserted()
    {
        Assert.That(typeof(SqlFragment).IsDefined(typeof(InterpolatedStringHandlerAttribute)), Is.True);
        var inserted = typeof(SqlFragment).GetMethods().Where(m => m.Name == "AppendFormatted").Select(m => m.GetParameters()).ToArray();
        Assert.That(inserted, Has.All.Length.EqualTo(1));
        var types = inserted.Select(p => p[0].ParameterType).Where(t => t != typeof(SqlFragment))
            .Select(t => Nullable.GetUnderlyingType(t) ?? t).ToArray();
        var generic = types.Where(t => t.ContainsGenericParameters).ToArray();
        Assert.That(generic.Select(t => t.GetGenericTypeDefinition()), Is.EqualTo(new[] { typeof(EnumText<>) }));
        Assert.That(types.Except(generic).Except(SqlParameter.Types), Is.Empty);
        Assert.That(SqlParameter.Types, Does.Not.Contain(typeof(object)));

        var conversions = new[] { typeof(SqlFragment), typeof(ScopeFilter) }
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(m => m.Name is "op_Implicit" or "op_Explicit").Select(m => m.GetParameters()[0].ParameterType);
        Assert.That(conversions, Is.EqualTo(new[] { typeof(ScopeFilter) }));
        var fromText = typeof(SqlFragment).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(m => m.ReturnType == typeof(SqlFragment) && m.GetParameters().Any(p => p.ParameterType == typeof(string)))
            .Select(m => m.Name).Distinct();
        Assert.That(fromText, Is.EquivalentTo(new[] { "Name", "Column", "Constant" }), "these check or quote what they are given");
    }

    [Test]
    public void Only_the_compiler_appends_to_a_fragment_and_only_the_scope_filter_marks_one_as_scope()
    {
        Assert.That(FilesWith(@"\.\s*Append(Literal|Formatted)\s*\("), Is.EqualTo(new[] { "src/Application/Common/Sql/SqlFragment.cs" }));
        Assert.That(FilesWith(@"\.\s*AsScope\s*\("), Is.EqualTo(new[] { "src/Application/Common/Authorization/ScopeFilter.cs" }));

        static string[] FilesWith(string pattern) =>
            [.. Solution.Sources("src").Where(f => Regex.IsMatch(Solution.Code(f.Text), pattern)).Select(f => f.Path)];
    }

    [Test]
    public void A_value_becomes_a_parameter_of_its_type_and_never_part_of_the_text()
    {
        const string text = "'; drop table deals; --";
        EnumText<DealStage> stage = DealStage.FollowUp;

        var statement = StatementOf($"select {Id}, {text}, {5}, {(Guid?)null}::uuid, {stage}");

        Assert.That(statement.Text, Is.EqualTo("select $1, $2, $3, $4::uuid, $5"));
        Assert.That(statement.Parameters.Select(p => p.Value), Is.EqualTo(new object?[] { Id, text, 5, null, "FOLLOW_UP" }));
        Assert.That(
            statement.Parameters.Select(p => p.Type),
            Is.EqualTo(new[] { typeof(Guid), typeof(string), typeof(int), typeof(Guid), typeof(string) }));
    }

    [Test]
    public void A_fragment_that_is_inserted_twice_brings_its_parameters_once()
    {
        SqlFragment now = $"{DateTimeOffset.UnixEpoch}";
        SqlFragment due = $"due_date < {now} and owner_id = {Id}";

        var statement = StatementOf($"select {now}, {3} where {due} or {due}");

        Assert.That(statement.Text, Is.EqualTo("select $1, $2 where due_date < $1 and owner_id = $3 or due_date < $1 and owner_id = $3"));
        Assert.That(statement.Parameters, Has.Count.EqualTo(3));
    }

    [Test]
    public void Equal_values_stay_parameters_of_their_own_so_that_the_text_does_not_depend_on_them()
    {
        Assert.That(StatementOf($"{1} {1}").Text, Is.EqualTo(StatementOf($"{1} {2}").Text));
        Assert.That(StatementOf($"{Id} {Id}").Text, Is.EqualTo("$1 $2"));
    }

    [Test]
    public void More_than_nine_and_more_than_ninety_nine_parameters_are_numbered_through()
    {
        var statement = StatementOf(SqlFragment.Join($" ", Enumerable.Range(1, 120).Select(i => (SqlFragment)$"{i}")));

        Assert.That(statement.Text, Is.EqualTo(string.Join(' ', Enumerable.Range(1, 120).Select(i => $"${i}"))));
    }

    [Test]
    public void A_name_is_a_plain_name_and_a_constant_is_quoted()
    {
        SqlFragment sql = $"select {SqlFragment.Column("d", "owner_id")} from {SqlFragment.Name("deals")} d";
        Assert.That(sql.ToString(), Is.EqualTo("select d.owner_id from deals d"));
        foreach (var wrong in new[] { "", "Deals", "deals d", "deals;", "1d", "d'", "d\"", "d-e", "d(e)" })
            Assert.That(() => SqlFragment.Name(wrong), Throws.ArgumentException, wrong);
        Assert.That(StatementOf($"{SqlFragment.Constant("it's")} {SqlFragment.Constant(51)}").Text, Is.EqualTo("'it''s' 51"));
    }

    [Test]
    public void A_scope_is_known_wherever_it_is_inserted_also_where_it_covers_everything()
    {
        SqlFragment part = $"where true {ScopeFilter.None}";
        SqlFragment without = $"select 1 where true {SqlFragment.Empty}";

        Assert.That(part.ToString(), Is.EqualTo("where true "));
        Assert.That(((SqlFragment)$"select 1 {part}").HasScope, Is.True);
        Assert.That(SqlFragment.Join($" ", [$"select 1", part]).HasScope, Is.True);
        Assert.That(((SqlFragment)$"select 1 where true {ScopeFilter.Nothing.And(ScopeFilter.None)}").HasScope, Is.True);
        Assert.That(without.HasScope, Is.False);
    }

    [Test]
    public void What_a_row_refers_to_is_joined_only_if_the_caller_can_read_it_and_is_no_scope_of_the_rows()
    {
        var all = new Caller(Id, Id, Permissions.Parse(JsonElement.Parse("""{"companies": ["read"]}""")).Value, [Id], Zone.Utc);
        var own = new Caller(Id, Id, Permissions.Parse(JsonElement.Parse("""{"companies": {"read": "own"}}""")).Value, [Id], Zone.Utc);

        Assert.That(JoinOf(all).ToString(), Is.EqualTo("left join companies m on m.id = d.company_id"));
        Assert.That(JoinOf(own).ToString(), Is.EqualTo("left join companies m on m.id = d.company_id and (m.owner_id = ($1)[1])"));
        Assert.That(JoinOf(NoPermissions).ToString(), Is.EqualTo("left join companies m on m.id = d.company_id and false"));
        Assert.That(JoinOf(own).HasScope, Is.False);

        static SqlFragment JoinOf(Caller caller) => new LinkedRecords(caller).Join<Deal>("companyId", "d", "m");
    }

    [Test]
    public void A_list_has_one_text_for_each_combination_of_filters_and_usual_page_sizes_in_it()
    {
        Assert.That(TextOf("ownerId=me&limit=50"), Is.EqualTo(TextOf("ownerId=00000000-0000-7000-8000-000000000002&limit=50")));
        Assert.That(TextOf("ownerId=me&limit=50"), Does.Contain("limit 51"), "planned once");
        Assert.That(TextOf("ownerId=me&limit=49"), Is.EqualTo(TextOf("ownerId=me&limit=48")), "a parameter");
        Assert.That(TextOf("q=acme&limit=50"), Is.EqualTo(TextOf("q=other&limit=25")), "a plan for the value");
        Assert.That(TextOf("value[gte]=1"), Is.EqualTo(TextOf("value[gte]=2000000.5")));
        Assert.That(TextOf("stage=NEGOTIATING,PROPOSING"), Is.EqualTo(TextOf("stage=QUALIFYING,FOLLOW_UP,ON_HOLD")));
        Assert.That(TextOf("value[gte]=1"), Is.Not.EqualTo(TextOf("value[lte]=1")));

        static string TextOf(string query)
        {
            var input = new ListInput([.. query.Split('&').Select(p => p.Split('=')).Select(p => KeyValuePair.Create(p[0], p[1]))]);
            var parsed = ListQuery.Parse(ListDeals.Spec, input, NoPermissions with { UserId = Id }, new LinkedRecords(NoPermissions)).Value;
            SqlFragment now = $"{DateTimeOffset.UnixEpoch}";
            return ListSql.Page(page => $"select p.* from {page.Rows} p order by {page.Order}", parsed, now, ScopeFilter.None)
                .ToString();
        }
    }

    /// <summary>Names of other records are joined by <see cref="LinkedRecords"/>, which asks whether the caller can read them.</summary>
    [Test]
    public void Statements_join_what_a_row_refers_to_in_one_place()
    {
        // An inner join of a collection selects rows, such as the deals of a report; its statement has the scope in its condition.
        var wrong = Solution.Sources("src/Application").Where(f => !f.Path.EndsWith("/LinkedRecords.cs", StringComparison.Ordinal))
            .Where(f => JoinOfNames().IsMatch(f.Text)).Select(f => f.Path);

        Assert.That(wrong, Is.Empty);
    }

    [GeneratedRegex("(left join (companies|contacts|deals|leads|tasks|notes|communications)|join (users|roles)) ")]
    private static partial Regex JoinOfNames();
}
