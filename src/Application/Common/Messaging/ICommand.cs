using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>A change, run as one transaction by the unit of work.</summary>
/// <typeparam name="TResponse">
/// The response: the view of the changed record, what the handler alone knows, or <see cref="NoContent"/>.
/// </typeparam>
public interface ICommand<TResponse> : IRequest<Result<CommandOutcome>>
    where TResponse : class;
