using Crm.Application.Common;
using Crm.Application.Common.Ports;

namespace Crm.Infrastructure.Time;

internal sealed class SystemClock(TimeProvider time) : IClock
{
    public DateTimeOffset Now => Instants.Cut(time.GetUtcNow());
}
