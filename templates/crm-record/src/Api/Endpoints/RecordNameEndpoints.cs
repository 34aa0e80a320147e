using Crm.Application.CollectionName;
using Crm.Domain.CollectionName;

namespace Crm.Api.Endpoints;

internal sealed class RecordNameEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapRecord<RecordName, RecordNameView>("Collection words");
        group.MapList<RecordName, ListCollectionName, RecordNameRow>(input => new ListCollectionName(input));
        group.MapCreate<RecordName, CreateRecordName, RecordNameView>();
        group.MapUpdate<UpdateRecordName, RecordName, RecordNameView>();
        group.MapDelete<RecordName>();
    }
}
