using System.Text.Json.Serialization;
using Crm.Application.Common;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Contacts;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Update)]
public sealed record AddSocialProfile : SocialProfileDetails, ICommand<SocialProfileView>
{
    [JsonIgnore]
    public Guid ContactId { get; init; }
}

internal sealed class AddSocialProfileValidator : AbstractValidator<AddSocialProfile>
{
    public AddSocialProfileValidator(IClock clock) => Include(new SocialProfileRules(clock));
}

internal sealed class AddSocialProfileHandler(IRepository<Contact> contacts, Guard guard, IClock clock) : ICommandHandler<AddSocialProfile>
{
    public async Task<Result<Guid>> HandleAsync(AddSocialProfile command, CancellationToken ct)
    {
        var contact = await guard.FindAsync(contacts, ContactAccess.Access, command.ContactId, RightAction.Update, ct: ct).ConfigureAwait(false);
        if (contact.Error is { } error)
            return error;
        var profile = contact.Value.AddSocialProfile(clock.NewId(), command, clock.Now);
        return profile.Error is { } refused ? refused : profile.Value.Id;
    }
}
