namespace Crm.Application.Common.Authorization;

/// <summary>A generic use case, which its type arguments describe.</summary>
public interface IDescribedUseCase
{
    static abstract UseCase Describe();
}
