using Crm.Application.Common.Mapping;
using Crm.Domain.Tasks;
using Mapster;

namespace Crm.Application.Tasks;

internal sealed class TaskMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<DateOrInstant, DateOrInstant>().MapWith(value => value);
        config.NewConfig<TaskRequest, SalesTaskDetails>();
        config.NewUpdate<SalesTask, SalesTaskDetails, UpdateTask>(task => task.Details);
    }
}
