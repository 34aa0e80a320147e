using System.Text.Json;
using Crm.Application.ApiKeys;
using Crm.Application.Common.Mapping;
using Crm.Application.Communications;
using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Application.Deals;
using Crm.Application.Groups;
using Crm.Application.LeadLists;
using Crm.Application.Leads;
using Crm.Application.Notes;
using Crm.Application.Roles;
using Crm.Application.Tasks;
using Crm.Application.Users;
using Crm.Domain.ApiKeys;
using Crm.Domain.Communications;
using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Groups;
using Crm.Domain.LeadLists;
using Crm.Domain.Leads;
using Crm.Domain.Notes;
using Crm.Domain.Roles;
using Crm.Domain.Tasks;
using Crm.Domain.Users;
using MapsterMapper;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Rules;

/// <summary>A request that creates or changes an aggregate.</summary>
/// <param name="Valid">A request that the validator and the aggregate accept.</param>
/// <param name="Rules">The rules of its members.</param>
/// <param name="Domain">Passes the values of the request to the aggregate without the validator.</param>
internal sealed record Write(object Valid, FieldRules[] Rules, Func<object, Error?> Domain)
{
    private static readonly ActivityLinks Links = ActivityLinks.None;

    /// <summary>All requests.</summary>
    public static Write[] All { get; } =
    [
        Of(new CreateCompany { Name = "Acme" }, CreateCompany, CompanyDetails.Rules),
        Change<UpdateCompany, Company>(
            new() { Name = "Acme" },
            NewCompany(),
            (c, u) => c.Update(Map<CompanyRequest, CompanyDetails>(u), null, null, Zone.Utc, Now),
            CompanyDetails.Rules),
        Of(
            new CreateCompanyResearch { Title = "News", Content = "x" },
            r => CompanyResearch.Create(Id, Id, Map<CompanyResearchRequest, CompanyResearchDetails>(r), Now).Error,
            CompanyResearchDetails.Rules),
        Change<UpdateCompanyResearch, CompanyResearch>(
            new() { Title = "News", Content = "x" },
            CompanyResearch.Create(Id, Id, new CompanyResearchDetails { Title = "News", Content = "x" }, Now).Value,
            (a, u) => a.Update(Map<CompanyResearchRequest, CompanyResearchDetails>(u), Now),
            CompanyResearchDetails.Rules),
        Of(
            new CreateContact { FirstName = "Ada", LastName = "L" },
            r => Contact.Create(Id, Map<ContactRequest, ContactDetails>(r), null, null, r.CreatedAt ?? Now, Zone.Utc, Now).Error,
            ContactDetails.Rules),
        Change<UpdateContact, Contact>(
            new() { FirstName = "Ada", LastName = "L" },
            NewContact(),
            (c, u) => c.Update(Map<ContactRequest, ContactDetails>(u), null, null, Zone.Utc, Now),
            ContactDetails.Rules),
        Of(
            Ada<AddSocialProfile>(),
            r => NewContact().AddSocialProfile(Id, Map<SocialProfileRequest, SocialProfileDetails>(r), Now).Error,
            SocialProfileDetails.Rules),
        Of(Ada<UpdateSocialProfile>(), ChangeProfile, SocialProfileDetails.Rules),
        Of(
            new CreateDeal { Title = "Rollout", CompanyId = Acme.Id },
            r => Deal.Create(Id, InputOf(r), r.Stage, r.CreatedAt ?? Now, By, Now).Error,
            DealDetails.Rules,
            Deal.Rules),
        Change<UpdateDeal, Deal>(
            new() { Title = "Rollout", CompanyId = Acme.Id },
            NewDeal(),
            (d, u) => d.Update(InputOf(u), Now),
            DealDetails.Rules,
            Deal.Rules),
        Of(new ChangeDealStage { Stage = DealStage.ClosedLost, LossReason = "price" }, ChangeStage, StageChange.Rules),
        Of(
            new AddDealProduct { ProductName = "A" },
            r => NewDeal().AddProduct(Id, Map<DealProductRequest, DealProductDetails>(r), Now).Error,
            DealProductDetails.Rules),
        Of(new UpdateDealProduct { ProductName = "A" }, ChangeLine, DealProductDetails.Rules),
        Of(
            new CreateLead { FirstName = "Ada", LastName = "L" },
            r => Lead.Create(Id, Map<LeadRequest, LeadDetails>(r), LeadStatus.New, null, r.CreatedAt ?? Now, By, Now).Error,
            LeadDetails.Rules),
        Change<UpdateLead, Lead>(
            new() { FirstName = "Ada", LastName = "L" },
            Lead.Create(Id, new LeadDetails { FirstName = "Ada", LastName = "L" }, LeadStatus.New, null, Now, By, Now).Value,
            (l, u) => l.Update(Map<LeadRequest, LeadDetails>(u), LeadStatus.New, null, By, Now),
            LeadDetails.Rules),
        Of(
            new CreateNote { Content = "x" },
            r => Note.Create(Id, Map<NoteRequest, NoteDetails>(r), Links, By, r.CreatedAt ?? Now, Now).Error,
            NoteDetails.Rules),
        Change<UpdateNote, Note>(
            new() { Content = "x" },
            Note.Create(Id, new NoteDetails { Content = "x" }, Links, By, Now, Now).Value,
            (n, u) => n.Update(Map<NoteRequest, NoteDetails>(u), Links, Now),
            NoteDetails.Rules),
        Of(
            new CreateTask { Title = "Call" },
            r => SalesTask.Create(Id, InputOf(r), By, r.CreatedAt ?? Now, Now).Error,
            SalesTaskDetails.Rules),
        Change<UpdateTask, SalesTask>(new() { Title = "Call" }, NewTask(), (t, u) => t.Update(InputOf(u), Now), SalesTaskDetails.Rules),
        Of(new CompleteTask(), r => NewTask().Complete(r.ActualDuration, r.Outcome, Now, r.At).Error, SalesTaskDetails.Rules),
        Of(
            new CreateCommunication { Type = CommunicationType.Email },
            r => Communication.Create(
                Id, InputOf(r), r.At is null ? null : CommunicationStatus.Sent, By, r.CreatedAt ?? Now, Now, r.At).Error,
            CommunicationDetails.Rules),
        Change<UpdateCommunication, Communication>(
            new() { Type = CommunicationType.Email },
            NewCommunication(),
            (c, u) => c.Update(InputOf(u), Now),
            CommunicationDetails.Rules),
        Of(
            new ChangeCommunicationStatus { Status = CommunicationStatus.Failed, FailureReason = "x" },
            r => Sent().ChangeStatus(r.Status ?? CommunicationStatus.Failed, null, r.FailureReason, Now).Error,
            Communication.Rules),
        Of(
            new CreateUser { Email = "jo@example.com", Username = "jo", FirstName = "Jo", LastName = "D", RoleId = Id },
            r => User.Create(Id, Map<UserRequest, UserDetails>(r), r.RoleId, null, r.CreatedAt ?? Now, Now).Error,
            UserDetails.Rules,
            User.Rules),
        Change<UpdateUser, User>(
            new() { Email = "jo@example.com", Username = "jo", FirstName = "Jo", LastName = "D", RoleId = Id },
            NewUser(),
            (a, u) => a.Update(Map<UserRequest, UserDetails>(u), u.RoleId, Now),
            UserDetails.Rules,
            User.Rules),
        Of(
            new CreateGroup { Name = "North" },
            r => UserGroup.Create(Id, r.Name, r.Description, r.Type, r.IsActive, Now).Error,
            UserGroup.Rules),
        Change<UpdateGroup, UserGroup>(
            new() { Name = "North" },
            UserGroup.Create(Id, "North", null, GroupType.Custom, true, Now).Value,
            (g, u) => g.Update(u.Name, u.Description, u.Type, u.IsActive, Now),
            UserGroup.Rules),
        Of(
            new CreateLeadList { Name = "Fair" },
            r => LeadList.Create(Id, r.Name, r.Description, r.Type, r.IsActive, Now).Error,
            LeadList.Rules),
        Change<UpdateLeadList, LeadList>(
            new() { Name = "Fair" },
            LeadList.Create(Id, "Fair", null, LeadListType.Custom, true, Now).Value,
            (l, u) => l.Update(u.Name, u.Description, u.Type, u.IsActive, Now),
            LeadList.Rules),
        Of(
            new CreateRole { Name = "Readers", Permissions = NoRights },
            r => Role.Create(Id, r.Name, r.Description, NoRights, r.IsActive, Now).Error,
            Role.Rules),
        Change<UpdateRole, Role>(
            new() { Name = "Readers", Permissions = NoRights },
            Role.Create(Id, "Readers", null, NoRights, true, Now).Value,
            (r, u) => r.Update(u.Name, u.Description, NoRights, u.IsActive, Now),
            Role.Rules),
        Of(
            new CreateApiKey { Name = "Import" },
            r => ApiKey.Create(Id, r.Name, By, NoRights, "p", [], r.ExpiresAt ?? Now.AddDays(1), Now).Error,
            ApiKey.Rules),
        Change<UpdateApiKey, ApiKey>(
            new() { Name = "Import" },
            ApiKey.Create(Id, "Import", By, NoRights, "p", [], Now.AddDays(1), Now).Value,
            (k, u) => k.Rename(u.Name, Now),
            ApiKey.Rules),
    ];

    private static IMapper Mapper => Mappings.Mapper;

    private static JsonElement NoRights => JsonElement.Parse("{}");

    public override string ToString() => Valid.GetType().Name;

    private static TDetails Map<TRequest, TDetails>(TRequest request) => Mapper.Map<TRequest, TDetails>(request);

    private static Write Of<TRequest>(TRequest valid, Func<TRequest, Error?> domain, params FieldRules[] rules)
        where TRequest : class => new(valid, rules, request => domain((TRequest)request));

    /// <summary>A change. If it fails, the aggregate must be unchanged.</summary>
    private static Write Change<TUpdate, TAggregate>(
        TUpdate valid, TAggregate aggregate, Func<TAggregate, TUpdate, Result> change, params FieldRules[] rules)
        where TUpdate : class
        where TAggregate : AggregateRoot => new(valid, rules, request =>
        {
            var before = Shown(Mapper.Map<TUpdate>(aggregate));
            var error = change(aggregate, (TUpdate)request).Error;
            if (error is not null)
                Assert.That(Shown(Mapper.Map<TUpdate>(aggregate)), Is.EqualTo(before), "A failed change must not change the aggregate.");
            return error;
        });

    private static string Shown(object request) => JsonSerializer.Serialize(request);

    private static User NewUser()
    {
        var details = new UserDetails { Email = "jo@example.com", Username = "jo", FirstName = "Jo", LastName = "D" };
        return User.Create(Id, details, Id, null, Now, Now).Value;
    }

    private static Error? CreateCompany(CreateCompany request) =>
        Company.Create(Id, Map<CompanyRequest, CompanyDetails>(request), null, null, request.CreatedAt ?? Now, Zone.Utc, Now).Error;

    private static Company NewCompany() => Company.Create(Id, new CompanyDetails { Name = "Acme" }, null, null, Now, Zone.Utc, Now).Value;

    private static Contact NewContact() =>
        Contact.Create(Id, new ContactDetails { FirstName = "Ada", LastName = "L" }, null, null, Now, Zone.Utc, Now).Value;

    private static T Ada<T>()
        where T : SocialProfileRequest, new() => new() { ProfileUrl = "https://x.com/ada" };

    private static Error? ChangeProfile(UpdateSocialProfile request)
    {
        var contact = NewContact();
        var profile = contact.AddSocialProfile(Id, new SocialProfileDetails { ProfileUrl = "https://x.com/ada" }, Now).Value;
        var before = Mapper.Map<UpdateSocialProfile>(profile);
        var error = contact.ChangeSocialProfile(Id, Map<SocialProfileRequest, SocialProfileDetails>(request), Now).Error;
        if (error is not null)
            Assert.That(Mapper.Map<UpdateSocialProfile>(profile), Is.EqualTo(before), "A failed change must not change the profile.");
        return error;
    }

    private static DealInput InputOf(DealRequest request) =>
        new(Map<DealRequest, DealDetails>(request), request.Value, request.Probability, Acme with { Id = request.CompanyId }, null, Owner);

    private static Deal NewDeal() =>
        Deal.Create(
            Id, new DealInput(new DealDetails { Title = "Rollout" }, null, null, Acme, null, Owner),
            DealStage.Prospecting, Now, By, Now).Value;

    private static Error? ChangeStage(ChangeDealStage request)
    {
        var deal = NewDeal();
        var change = new StageChange(
            request.Stage ?? DealStage.ClosedLost, request.Reason, request.CloseReason, request.LossReason,
            request.ActualCloseDate, request.At);
        var error = deal.ChangeStage(change, By, Zone.Utc, Now).Error;
        if (error is not null)
            Assert.That(deal.Stage, Is.EqualTo(DealStage.Prospecting), "A failed change must not change the deal.");
        return error;
    }

    private static Error? ChangeLine(UpdateDealProduct request)
    {
        var deal = NewDeal();
        var line = deal.AddProduct(Id, new DealProductDetails { ProductName = "A" }, Now).Value;
        var before = Mapper.Map<UpdateDealProduct>(line);
        var error = deal.ChangeProduct(Id, Map<DealProductRequest, DealProductDetails>(request), Now).Error;
        if (error is not null)
            Assert.That(Mapper.Map<UpdateDealProduct>(line), Is.EqualTo(before), "A failed change must not change the line.");
        return error;
    }

    private static SalesTaskInput InputOf(TaskRequest request) =>
        new(Map<TaskRequest, SalesTaskDetails>(request), null, null, Links, Zone.Utc);

    private static SalesTask NewTask() =>
        SalesTask.Create(Id, new SalesTaskInput(new SalesTaskDetails { Title = "Call" }, null, null, Links, Zone.Utc), By, Now, Now).Value;

    private static CommunicationInput InputOf(CommunicationRequest request) =>
        new(Map<CommunicationRequest, CommunicationDetails>(request), false, null, Links);

    private static Communication NewCommunication(CommunicationStatus? status = null) => Communication.Create(
        Id, new CommunicationInput(new CommunicationDetails { Type = CommunicationType.Email }, false, null, Links),
        status, By, Now, Now).Value;

    private static Communication Sent() => NewCommunication(CommunicationStatus.Sent);
}
