using System.Text.Json.Serialization;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Update)]
public sealed record AddSocialProfile : SocialProfileRequest, ICommand<SocialProfileView>
{
    [JsonIgnore]
    public Guid ContactId { get; init; }
}

internal sealed class AddSocialProfileValidator : AbstractValidator<AddSocialProfile>
{
    public AddSocialProfileValidator(IClock clock) => Include(new SocialProfileRequestValidator(clock));
}

internal sealed class AddSocialProfileHandler(IRepository<Contact> contacts, RecordAuthorizer authorizer, IMapper mapper, IClock clock)
    : ICommandHandler<AddSocialProfile, SocialProfileView>
{
    public async Task<Result<Reply<SocialProfileView>>> HandleAsync(AddSocialProfile command, CancellationToken ct)
    {
        var contact = await authorizer.FindAsync(contacts, command.ContactId, RightAction.Update, ct: ct);
        if (contact.Error is { } error)
            return error;
        var profile = contact.Value.AddSocialProfile(
            clock.NewId(), mapper.Map<SocialProfileRequest, SocialProfileDetails>(command), clock.Now);
        return profile.Error is { } rejected ? rejected : Reply.View<SocialProfileView>(profile.Value.Id);
    }
}
