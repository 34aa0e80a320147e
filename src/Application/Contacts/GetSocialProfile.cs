using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

[Requires(Resource.Contacts, RightAction.Read)]
public sealed record GetSocialProfile(Guid ContactId, Guid Id) : IQuery<SocialProfileView>;

internal sealed class GetSocialProfileHandler(IReadDb db, ICurrentUser user, IViewReader<SocialProfileView> reader) : IQueryHandler<GetSocialProfile, SocialProfileView>
{
    public async Task<Result<SocialProfileView>> Handle(GetSocialProfile request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Contacts, RightAction.Read, "c");
        var view = await reader.ReadAsync(db, request.Id, scope, cancellationToken);
        return view?.ContactId == request.ContactId ? view : SocialProfileErrors.NotFound;
    }
}
