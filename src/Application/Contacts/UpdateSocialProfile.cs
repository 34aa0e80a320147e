using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Update)]
public sealed record UpdateSocialProfile : SocialProfileRequest, IUpdate<UpdateSocialProfile, Contact, SocialProfileView>
{
    public static Error NotFound => SocialProfileErrors.NotFound;

    public static object? Find(Contact aggregate, Guid id) => aggregate.SocialProfiles.FirstOrDefault(p => p.Id == id);
}

internal sealed class UpdateSocialProfileValidator : AbstractValidator<UpdateSocialProfile>
{
    public UpdateSocialProfileValidator(IClock clock) => Include(new SocialProfileRequestValidator(clock));
}

internal sealed class UpdateSocialProfileHandler(IMapper mapper, IClock clock) : IUpdateHandler<UpdateSocialProfile, Contact>
{
    public Task<Result> HandleAsync(UpdateSocialProfile update, Contact aggregate, Guid id, CancellationToken ct) =>
        Task.FromResult(
            aggregate.ChangeSocialProfile(id, mapper.Map<SocialProfileRequest, SocialProfileDetails>(update), clock.Now));
}
