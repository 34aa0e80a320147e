using System.Text.Json.Serialization;
using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Application.Deals;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>
/// Makes a contact of a lead, its company and, where asked for, a deal. What exists already is used and only its empty fields
/// are filled.
/// </summary>
[Requires(Resource.Leads, RightAction.Convert)]
public sealed record ConvertLead : ICommand<LeadConversion>, IDryRun
{
    [JsonIgnore]
    public Guid LeadId { get; init; }

    /// <summary>Whether to answer as if, and change nothing.</summary>
    [JsonIgnore]
    public bool DryRun { get; init; }

    /// <summary>An existing contact; the one with the lead's e-mail address when absent, or else a new one.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>An existing company; the contact's when absent, or else the one of the name that the lead gives, or else a new one of that name.</summary>
    public Guid? CompanyId { get; init; }
    public bool CreateDeal { get; init; }

    /// <summary>About the deal; only together with <see cref="CreateDeal"/>.</summary>
    public ConversionDeal? Deal { get; init; }

    /// <summary>Who owns what is made; the lead's assignee when absent, or the caller where there is none or the assignee is deactivated.</summary>
    public Guid? OwnerId { get; init; }
}

/// <summary>What is said of a deal that a conversion makes.</summary>
public sealed record ConversionDeal
{
    /// <summary>The company and the lead's source when absent.</summary>
    public string? Title { get; init; }

    /// <summary>0 when absent.</summary>
    public decimal? Value { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = Currencies.Default;

    /// <summary>Any open stage or ON_HOLD.</summary>
    public DealStage Stage { get; init; } = DealStage.Prospecting;
    public DateOnly? ExpectedCloseDate { get; init; }
}

/// <summary>What a lead became.</summary>
/// <param name="Lead">The lead, converted.</param>
/// <param name="Contact">The contact that it is now.</param>
/// <param name="Company">The contact's company, where there is one.</param>
/// <param name="Deal">The deal, where one was asked for.</param>
/// <param name="Created">Which of them are new.</param>
public sealed record LeadConversion(LeadView Lead, ContactView Contact, CompanyView? Company, DealView? Deal, ConversionCreated Created) : IView
{
    // The record that changes under If-Match is the lead; its own member shows the version.
    long IView.Version => Lead.Version;
}

/// <summary>What a conversion made anew.</summary>
public sealed record ConversionCreated(bool Contact, bool Company, bool Deal);

internal sealed class ConvertLeadValidator : AbstractValidator<ConvertLead>
{
    public ConvertLeadValidator()
    {
        RuleFor(c => c.Deal).Must((c, deal) => deal is null || c.CreateDeal).WithMessage("belongs to createDeal; set that to true, or leave deal out.");
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
    IRepository<Lead> leads, IRepository<Deal> deals, ConversionTargets targets, ConversionActivities activities, RecordAuthorizer guard, ICurrentUser user, IClock clock)
    : ICommandHandler<ConvertLead, LeadConversion>
{
    public async Task<Result<Reply<LeadConversion>>> HandleAsync(ConvertLead request, CancellationToken ct)
    {
        var found = await guard.FindAsync(leads, request.LeadId, RightAction.Convert, ct: ct);
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
        if (lead.Convert(person.Value.Id, name?.Id, deal.Value.Id, user.Required.UserId, clock.Now).Error is { } refused)
            return refused;
        var created = new ConversionCreated(contact.Value.Contact is null, company.Value.Created, deal.Value.Id is not null);
        return Reply.Compose(lead.Id, (views, ct) => ResponseAsync(views, lead, created, ct));
    }

    private static async Task<LeadConversion> ResponseAsync(IViews views, Lead lead, ConversionCreated created, CancellationToken ct) => new(
        (await views.ReadAsync<LeadView>(lead.Id, ct))!,
        (await views.ReadAsync<ContactView>(lead.ConvertedToContactId!.Value, ct))!,
        lead.ConvertedToCompanyId is { } company ? await views.ReadAsync<CompanyView>(company, ct) : null,
        lead.ConvertedToDealId is { } deal ? await views.ReadAsync<DealView>(deal, ct) : null,
        created);

    private async Task<Result<MadeDeal>> DealAsync(Lead lead, ConvertLead request, Guid contactId, CompanyName? company, CancellationToken ct)
    {
        if (!request.CreateDeal)
            return new MadeDeal(null);
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
        var terms = new DealInput(details, about.Value, null, company!, contactId, owner.Value);
        var deal = Deal.Create(clock.NewId(), terms, about.Stage, now, user.Required.UserId, now);
        if (deal.Error is { } error)
            return error;
        deals.Add(deal.Value);
        return new MadeDeal(deal.Value.Id);
    }

    /// <summary>The company and the source, cut to what a title takes.</summary>
    private static string TitleOf(string company, LeadSource? source)
    {
        var suffix = source is { } s ? $" – {EnumText<LeadSource>.Of(s)}" : "";
        return TextRules.Cut(company, Limits.Line - suffix.Length) + suffix;
    }

    private sealed record MadeDeal(Guid? Id);
}
