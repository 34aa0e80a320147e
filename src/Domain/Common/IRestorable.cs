namespace Crm.Domain.Common;

/// <summary>An aggregate that can be restored from the trash. A live one stays unchanged.</summary>
public interface IRestorable
{
    void Restore(DateTimeOffset now);
}
