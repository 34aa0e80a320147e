namespace Crm.Domain.Common;

/// <summary>An aggregate that can go to the trash at any time, whatever refers to it.</summary>
public interface IDeletable
{
    void Delete(DateTimeOffset now);
}
