namespace Crm.Application.Common.Authorization;

/// <summary>A generic use case. Its type arguments determine name and permission.</summary>
public interface IDescribedUseCase
{
    static abstract UseCase Describe();
}
