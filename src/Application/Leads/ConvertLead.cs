using System.Text.Json.Serialization;
using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Application.Deals;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>
/// Converts a lead to a contact, with its company and optionally a deal. Existing records are used, and only their empty fields
/// are filled.
/// </summary>
[Requires(Resource.Leads, RightAction.Convert)]
public sealed record ConvertLead : ICommand<LeadConversion>, IDryRun
{
    [JsonIgnore]
    public Guid LeadId { get; init; }

    /// <summary>Whether to return the response without changing anything.</summary>
    [JsonIgnore]
    public bool DryRun { get; init; }

    /// <summary>An existing contact. Default: the one with the lead's e-mail address, otherwise a new one.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>An existing company. Default: the contact's company, otherwise the one with the lead's company name, otherwise a new one of
    /// that name.</summary>
    public Guid? CompanyId { get; init; }
    public bool CreateDeal { get; init; }

    /// <summary>The new deal. Requires <see cref="CreateDeal"/>.</summary>
    public ConversionDeal? Deal { get; init; }

    /// <summary>The owner of created records. Default: the lead's assignee, or the caller if there is none or the assignee is
    /// inactive.</summary>
    public Guid? OwnerId { get; init; }
}

/// <summary>The deal that a conversion creates.</summary>
public sealed record ConversionDeal
{
    /// <summary>Default: the company name and the lead's source.</summary>
    public string? Title { get; init; }

    /// <summary>Default: 0.</summary>
    public decimal? Value { get; init; }

    /// <summary>ISO 4217 currency code.</summary>
    public string Currency { get; init; } = Currencies.Default;

    /// <summary>An open stage, or ON_HOLD.</summary>
    public DealStage Stage { get; init; } = DealStage.Prospecting;
    public DateOnly? ExpectedCloseDate { get; init; }
}

/// <summary>The result of a conversion.</summary>
/// <param name="Lead">The converted lead.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Company">The company of the contact, if there is one.</param>
/// <param name="Deal">The deal, if one was requested.</param>
/// <param name="Created">Which of the records are new.</param>
public sealed record LeadConversion(LeadView Lead, ContactView Contact, CompanyView? Company, DealView? Deal, ConversionCreated Created)
    : IView
{
    // If-Match applies to the lead, whose own member shows the version.
    long IView.Version => Lead.Version;
}

/// <summary>Which records a conversion created.</summary>
public sealed record ConversionCreated(bool Contact, bool Company, bool Deal);

internal sealed class ConvertLeadValidator : AbstractValidator<ConvertLead>
{
    public ConvertLeadValidator()
    {
        RuleFor(c => c.Deal).Must((c, deal) => deal is null || c.CreateDeal)
            .WithMessage("belongs to createDeal; set that to true, or leave deal out.");
        RuleFor(c => c.Deal!).SetValidator(new ConversionDealValidator()).When(c => c.Deal is not null);
    }
}

internal sealed class ConversionDealValidator : AbstractValidator<ConversionDeal>
{
    public ConversionDealValidator()
    {
        RuleFor(d => d.Title).Line().Must(t => t is not "").WithMessage("must not be empty.");
        this.Apply(Domain.Deals.Deal.Rules, nameof(Domain.Deals.Deal.Value));
        this.Apply(DealDetails.Rules, nameof(DealDetails.Currency));
        RuleFor(d => d.Stage).Must(s => !DealStageMachine.IsClosed(s)).WithMessage("must be an open stage or ON_HOLD.");
    }
}

internal sealed class ConvertLeadHandler(
    IRepository<Lead> leads, IRepository<Deal> deals, ConversionTargets targets, ConversionActivities activities,
    RecordAuthorizer authorizer, ICurrentUser user, IClock clock)
    : ICommandHandler<ConvertLead, LeadConversion>
{
    public async Task<Result<Reply<LeadConversion>>> HandleAsync(ConvertLead request, CancellationToken ct)
    {
        var found = await authorizer.FindAsync(leads, request.LeadId, RightAction.Convert, ct: ct);
        if (found.Error is { } error)
            return error;
        var lead = found.Value;
        if (lead.IsConverted)
            return LeadErrors.AlreadyConverted(lead.ConvertedToContactId, lead.ConvertedToCompanyId, lead.ConvertedToDealId);

        var contact = await targets.FindContactAsync(lead, request.ContactId, ct);
        if (contact.Error is { } contactError)
            return contactError;
        var company = await targets.CompanyAsync(lead, request, contact.Value.Contact, ct);
        if (company.Error is { } companyError)
            return companyError;
        if (request.CreateDeal && company.Value.Company is null)
            return LeadErrors.DealNeedsCompany;
        var name = company.Value.Company is { } c ? new CompanyName(c.Id, c.Details.Name) : null;
        var person = await targets.FillOrCreateAsync(lead, request, contact.Value.Contact, name, ct);
        if (person.Error is { } personError)
            return personError;
        var deal = await DealAsync(lead, request, person.Value.Id, name, ct);
        if (deal.Error is { } dealError)
            return dealError;

        await activities.LinkAsync(lead.Id, person.Value.Id, deal.Value.Id, clock.Now, ct);
        if (lead.Convert(person.Value.Id, name?.Id, deal.Value.Id, user.Required.UserId, clock.Now).Error is { } rejected)
            return rejected;
        var created = new ConversionCreated(contact.Value.Contact is null, company.Value.Created, deal.Value.Id is not null);
        return Reply.Compose(lead.Id, (views, ct) => ResponseAsync(views, lead, created, ct));
    }

    private static async Task<LeadConversion> ResponseAsync(IViews views, Lead lead, ConversionCreated created, CancellationToken ct) =>
        new(
        (await views.ReadAsync<LeadView>(lead.Id, ct))!,
        (await views.ReadAsync<ContactView>(lead.ConvertedToContactId!.Value, ct))!,
        lead.ConvertedToCompanyId is { } company ? await views.ReadAsync<CompanyView>(company, ct) : null,
        lead.ConvertedToDealId is { } deal ? await views.ReadAsync<DealView>(deal, ct) : null,
        created);

    private async Task<Result<CreatedDeal>> DealAsync(
        Lead lead, ConvertLead request, Guid contactId, CompanyName? company, CancellationToken ct)
    {
        if (!request.CreateDeal)
            return new CreatedDeal(null);
        var owner = await targets.OwnerAsync(Resource.Deals, lead, request.OwnerId, ct);
        if (owner.Error is { } ownerError)
            return ownerError;
        var about = request.Deal ?? new ConversionDeal();
        var details = new DealDetails
        {
            Title = about.Title ?? TitleOf(company!.Name, lead.Details.Source),
            Currency = about.Currency,
            ExpectedCloseDate = about.ExpectedCloseDate,
        };
        var now = clock.Now;
        var input = new DealInput(details, about.Value, null, company!, contactId, owner.Value);
        var deal = Deal.Create(clock.NewId(), input, about.Stage, now, user.Required.UserId, now);
        if (deal.Error is { } error)
            return error;
        deals.Add(deal.Value);
        return new CreatedDeal(deal.Value.Id);
    }

    /// <summary>The company name and the source, truncated to the maximum length of a title.</summary>
    private static string TitleOf(string company, LeadSource? source)
    {
        var suffix = source is { } s ? $" – {EnumText<LeadSource>.Of(s)}" : "";
        return TextRules.Cut(company, Limits.Line - suffix.Length) + suffix;
    }

    private sealed record CreatedDeal(Guid? Id);
}
