using Crm.Application.Common.Text;

namespace Crm.Infrastructure.Time;

internal sealed class SystemClock(TimeProvider time) : IClock
{
    public DateTimeOffset Now => Instants.Cut(time.GetUtcNow());
}
