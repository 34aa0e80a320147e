using MediatR;

namespace Crm.Application.Common.Messaging;

public interface IQueryHandler<in TQuery, TAnswer> : IRequestHandler<TQuery, Result<TAnswer>>
    where TQuery : IQuery<TAnswer>;
