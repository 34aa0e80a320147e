using Crm.Domain.Common;
using Crm.Domain.Deals;

namespace Crm.Bench.Bare;

/// <summary>The stages that are columns of the board.</summary>
internal static class BareStages
{
    public static readonly string[] Open =
        [.. DealStageMachine.Stages.Where(s => !DealStageMachine.IsClosed(s)).Select(EnumText<DealStage>.Of)];
}
