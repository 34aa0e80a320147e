using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>A change, executed by the unit of work as one transaction.</summary>
/// <typeparam name="TResponse">
/// The response: the view of the changed record, a value that the handler returns, or <see cref="NoContent"/>.
/// </typeparam>
public interface ICommand<TResponse> : IRequest<Result<CommandOutcome>>
    where TResponse : class;
