using Crm.Domain.Deals;

namespace Crm.Application.Deals;

[Requires(Resource.Deals, RightAction.Update)]
public sealed record UpdateDeal : DealRequest, IUpdate<UpdateDeal, Deal, DealView>
{
    public static string? Remedy(string member) => member switch
    {
        "stage" or "actualCloseDate" or "closeReason" or "lossReason" => "use PATCH /api/deals/{id}/stage",
        "products" => "use /api/deals/{id}/products",
        _ => null,
    };
}

internal sealed class UpdateDealValidator : AbstractValidator<UpdateDeal>
{
    public UpdateDealValidator() => Include(new DealRequestValidator());
}

internal sealed class UpdateDealHandler(DealAccess access, IClock clock) : IUpdateHandler<UpdateDeal, Deal>
{
    public async Task<Result> HandleAsync(UpdateDeal update, Deal aggregate, Guid id, CancellationToken ct)
    {
        var input = await access.ResolveInputAsync(update, aggregate, ct);
        return input.Error is { } missing ? missing : aggregate.Update(input.Value, clock.Now);
    }
}
