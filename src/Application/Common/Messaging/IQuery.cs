using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>A request that reads.</summary>
public interface IQuery<TResponse> : IRequest<Result<TResponse>>;
