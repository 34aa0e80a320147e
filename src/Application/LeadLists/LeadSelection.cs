using System.Net;
using System.Text.Json.Serialization;
using Crm.Application.Leads;
using FluentValidation.Results;

namespace Crm.Application.LeadLists;

/// <summary>A selection of leads: by ids, or by a filter with the syntax of <c>GET /api/leads</c>. Exactly one of them is
/// required.</summary>
public abstract record LeadSelection
{
    /// <summary>The maximum number of ids of one request.</summary>
    public const int MaxIds = 1000;

    private static readonly Error Nothing = ListErrors.InvalidValue(
        "filter", "must hold a condition; all leads are never meant by nothing.");
    private static readonly string[] OfPages = ["sort", "limit", "cursor", "count"];

    private Result<ListQuery>? parsed;

    /// <summary>At most 1000 ids.</summary>
    public Guid[]? LeadIds { get; init; }

    /// <summary>A query string without the question mark, for example <c>status=NEW&amp;source=WEBINAR</c>. Selects all matching leads that
    /// the caller can see.</summary>
    public string? Filter { get; init; }

    [JsonIgnore]
    public Guid ListId { get; init; }

    /// <summary>The parsed filter. Parsed once, although the validator and the handler both use it.</summary>
    internal Result<ListQuery> Parse(Caller caller) => parsed ??= Read(caller);

    private Result<ListQuery> Read(Caller caller)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var part in Filter!.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var split = part.Split('=', 2);
            var name = WebUtility.UrlDecode(split[0]);
            if (OfPages.Contains(name))
                return ListErrors.InvalidValue("filter", $"takes conditions and q, not {name}.");
            parameters.Add(new(name, WebUtility.UrlDecode(split.ElementAtOrDefault(1) ?? "")));
        }

        var query = ListQuery.Parse(ListLeads.Spec, new ListInput(parameters), caller, new LinkedRecords(caller));
        if (query.Error is { } error)
            return error.At("filter");
        return query.Value is { Conditions.Count: 0, Words.Count: 0 } ? Nothing : query;
    }

    /// <summary>Selects the ids, among the leads that the caller can see.</summary>
    internal SqlFragment Sql(Caller caller, DateTimeOffset now)
    {
        var scope = RecordScope.For(caller, Resource.Leads, RightAction.Read, ListLeads.Spec.Alias);
        if (LeadIds is null)
            return $"select t.id from leads t where {ListSql.Where(Parse(caller).Value, $"{now}", scope)}";
        return $"select t.id from leads t where t.id = any({LeadIds}) and t.deleted_at is null {scope}";
    }
}

/// <summary>Validates the selection.</summary>
internal sealed class LeadSelectionValidator : AbstractValidator<LeadSelection>
{
    public LeadSelectionValidator(ICurrentUser user)
    {
        RuleFor(s => s.LeadIds).Must((s, ids) => ids is null != s.Filter is null)
            .WithMessage("must be given, or filter; exactly one of them.");
        RuleFor(s => s.LeadIds).Must(ids => ids is null or { Length: > 0 and <= LeadSelection.MaxIds })
            .WithMessage($"must hold 1 to {LeadSelection.MaxIds} ids.");
        // The limit is that of a URL.
        RuleFor(s => s.Filter).MaximumLength(Limits.Url).WithMessage($"must have at most {Limits.Url} characters.");
        RuleFor(s => s).Custom((selection, context) =>
        {
            if (selection.Filter is { Length: <= Limits.Url } && selection.Parse(user.Required).Error is { } error)
                context.AddFailure(new ValidationFailure("filter", error.Message) { CustomState = error });
        });
    }
}
