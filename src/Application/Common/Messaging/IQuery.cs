using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>A question that changes nothing.</summary>
public interface IQuery<TAnswer> : IRequest<Result<TAnswer>>;
