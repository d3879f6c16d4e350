namespace CsEngage.Mail.Smtp;

/// <summary>Carries a diagnosis from the depth of a session to its edge, where it becomes a value.</summary>
sealed class TroubleException(Trouble trouble, Exception? cause = null) : Exception(trouble.Text.ToString(), cause)
{
    public Trouble Trouble { get; } = trouble;
}
