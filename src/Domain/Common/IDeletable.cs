namespace Crm.Domain.Common;

/// <summary>An aggregate that can be deleted at any time, even if other records refer to it.</summary>
public interface IDeletable
{
    void Delete(DateTimeOffset now);
}
