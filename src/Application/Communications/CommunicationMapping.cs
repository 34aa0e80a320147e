using Crm.Application.Common.Mapping;
using Crm.Domain.Communications;
using Mapster;

namespace Crm.Application.Communications;

internal sealed class CommunicationMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<CommunicationRequest, CommunicationDetails>();
        config.NewUpdate<Communication, CommunicationDetails, UpdateCommunication>(communication => communication.Details);
    }
}
