namespace Crm.Domain.Common;

/// <summary>An aggregate that can come back from the trash; one that is live stays as it is.</summary>
public interface IRestorable
{
    void Restore(DateTimeOffset now);
}
