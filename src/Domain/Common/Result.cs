namespace Crm.Domain.Common;

/// <summary>A result that can be created from an error without knowing its type. Pipeline behaviours return it.</summary>
public interface IResult<out TSelf>
    where TSelf : IResult<TSelf>
{
    /// <summary>The error, or null if the operation succeeded.</summary>
    Error? Error { get; }

    static abstract TSelf Fail(Error error);
}

/// <summary>Success, or an <see cref="Common.Error"/>.</summary>
public sealed class Result : IResult<Result>
{
    /// <summary>The successful result.</summary>
    public static readonly Result Ok = new(null);

    private Result(Error? error) => Error = error;

    public Error? Error { get; }

    public static Result Fail(Error error) => new(error);

    public static implicit operator Result(Error error) => Fail(error);
}

/// <summary>A value, or an <see cref="Common.Error"/>.</summary>
public sealed class Result<T> : IResult<Result<T>>
{
    private readonly T? value;

    private Result(T? value, Error? error)
    {
        this.value = value;
        Error = error;
    }

    public Error? Error { get; }

    /// <summary>The value. Reading it from a failed result is a bug.</summary>
    public T Value => Error is null ? value! : throw new InvalidOperationException($"A failed result has no value: {Error.Code}.");

    public static Result<T> Fail(Error error) => new(default, error);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => Fail(error);
}
