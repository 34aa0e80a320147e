namespace Crm.Application.Common.Records;

/// <summary>Reads one record, or one child of a record.</summary>
/// <typeparam name="TView">The view, declared by its record.</typeparam>
/// <param name="Id">The record.</param>
/// <param name="ParentId">The parent record in the URL. Null if the record has no parent.</param>
public sealed record GetRecord<TView>(Guid Id, Guid? ParentId = null) : IQuery<TView>, IDescribedUseCase
    where TView : class, IView
{
    public static UseCase Describe()
    {
        var (record, child) = RecordCatalog.OfView<TView>();
        if (record.OpenToItsOwner)
            return new UseCase($"Get{record.OperationName}", null, IsPublic: false, IsNotByApiKey: true, IsDeclared: true);
        var name = child is null ? record.OperationName : typeof(TView).Name.Replace("View", "", StringComparison.Ordinal);
        return UseCase.With($"Get{name}", record.Resource, RightAction.Read);
    }
}

internal sealed class GetRecordHandler<TView>(IReadDb db, ICurrentUser user, IViewReader<TView> reader)
    : IQueryHandler<GetRecord<TView>, TView>
    where TView : class, IView
{
    public async Task<Result<TView>> Handle(GetRecord<TView> request, CancellationToken cancellationToken)
    {
        var (record, child) = RecordCatalog.OfView<TView>();
        var view = await reader.ReadAsync(db, request.Id, RecordScope.Of(record, user.Required, RightAction.Read), cancellationToken);
        return view is not null && (view as IChildView)?.ParentId == request.ParentId ? view : child?.NotFound ?? record.NotFound;
    }
}
