#!/bin/sh
# What LocalStack takes for its own Java. It starts DynamoDB Local as -javaagent:A … -jar J …; here
# the jars are Maven's, @LIBRARY@, and there is no agent, which only allows more indexes.
for word do
  shift
  case $word in
    -javaagent:*) ;;
    -jar) set -- "$@" -cp ;;
    */DynamoDBLocal.jar)
      set -- "$@" '@LIBRARY@/*' software.amazon.dynamodb.services.local.main.ServerRunner ;;
    *) set -- "$@" "$word" ;;
  esac
done
exec '@JAVA@' "$@"
