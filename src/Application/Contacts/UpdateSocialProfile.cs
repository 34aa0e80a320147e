using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Update)]
public sealed record UpdateSocialProfile : SocialProfileDetails, IUpdate<UpdateSocialProfile, Contact, SocialProfileView>
{
    public static Error NotFound => SocialProfileErrors.NotFound;

    public static UpdateSocialProfile? From(Contact aggregate, Guid id)
    {
        if (aggregate.SocialProfiles.FirstOrDefault(p => p.Id == id) is not { } profile)
            return null;
        // What the address tells is not said again: a patch of the address alone changes it all.
        var told = SocialAddress.Parse(profile.ProfileUrl);
        return new UpdateSocialProfile
        {
            ProfileUrl = profile.ProfileUrl,
            Username = told?.Username is null ? profile.Username : null,
            ProfileId = told?.ProfileId is null ? profile.ProfileId : null,
            IsVerified = profile.IsVerified,
            LastSyncAt = profile.LastSyncAt,
            Metadata = profile.Metadata,
        };
    }
}

internal sealed class UpdateSocialProfileValidator : AbstractValidator<UpdateSocialProfile>
{
    public UpdateSocialProfileValidator(IClock clock) => Include(new SocialProfileValidator(clock));
}

internal sealed class UpdateSocialProfileHandler(IClock clock) : IUpdateHandler<UpdateSocialProfile, Contact>
{
    public Task<Result> HandleAsync(UpdateSocialProfile update, Contact aggregate, Guid id, CancellationToken ct) =>
        Task.FromResult(aggregate.ChangeSocialProfile(id, update, clock.Now));
}
