using Crm.Domain.CollectionName;
using Mapster;

namespace Crm.Application.CollectionName;

/// <summary>The members that POST and PUT of a record words share.</summary>
public abstract record RecordNameRequest
{
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public Guid? OwnerId { get; init; }
}

internal sealed class RecordNameRequestValidator : AbstractValidator<RecordNameRequest>
{
    public RecordNameRequestValidator() => this.Apply(RecordName.Rules);
}

internal sealed class RecordNameMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<RecordName, UpdateRecordName>();
}
