namespace Crm.Domain.CollectionName;

public static class RecordNameErrors
{
    public static readonly Error NotFound = Error.NotFound("record_code_not_found", "There is no such record words.");
}
